import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Release } from '@keycloak-release-gate/core';
import type { FoundClient } from '@keycloak-release-gate/checks/discovery';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyText } from '../../test/hostile-record.ts';
import { resolveEnvironment } from '../scenarios/resolve-environment.ts';
import { applicationFiles } from './application-files.ts';
import { environmentFile } from './environment-file.ts';
import type { Found } from './found.ts';
import { keptNotes } from './kept-notes.ts';
import { prerequisitesFile } from './release-file.ts';
import { writeNew } from './write.ts';

let folder: string;
let count = 0;
beforeAll(() => {
  // Inside the package, so that the files find the library.
  folder = mkdtempSync(join(import.meta.dirname, '.scratch-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const client = (clientId: string, more: Partial<FoundClient> = {}): FoundClient => ({
  clientId,
  name: clientId,
  url: undefined,
  kind: 'browser',
  ...more,
});
const foundWith = (clients: readonly FoundClient[], more: Partial<Found> = {}): Found => ({
  id: 'acc',
  publicUrl: 'https://sso-acc.example.org',
  isProduction: false,
  timeZone: 'Europe/Brussels',
  gate: { realm: 'master', clientId: 'release-gate' },
  version: '26.7.4',
  realms: [{ realm: 'staff', clients }],
  workloads: [],
  hasAdminUrl: false,
  ...more,
});

function written(found: Found, author: string | undefined = 'Ann Author') {
  const { applications, leftOver } = applicationFiles(found);
  const place = join(folder, String((count += 1)));
  const environment = environmentFile(found, applications, leftOver);
  const users = applications.flatMap(({ testUser }) => testUser ?? []);
  const release = prerequisitesFile(found, users, author);
  writeNew(place, [environment, ...applications, release]);
  const load = async (path: string): Promise<unknown> => {
    const module: { readonly default?: unknown } = (await import(pathToFileURL(join(place, path)).href)) as { readonly default?: unknown };
    return module.default;
  };
  return { place, applications, leftOver, environment: () => load(environment.path), release: () => load(release.path) };
}

const variables = new Proxy<Record<string, string>>(
  {},
  { get: (_, name) => (String(name).endsWith('_URL') ? 'https://app.example' : 'known') },
);

describe('what is written of a Keycloak', () => {
  test('loads, and says what was seen', async () => {
    const found = foundWith(
      [
        client('portal', { url: 'https://portal.example/', name: 'The portal' }),
        client('spa', { kind: 'single-page' }),
        client('nightly', { kind: 'service' }),
        client('wiki', { kind: 'saml' }),
        client('old-cli', { kind: 'other' }),
      ],
      { namespace: 'sso', workloads: [{ kind: 'StatefulSet', name: 'keycloak', container: 'kc' }], hasAdminUrl: true, isProduction: true },
    );
    const files = written(found);
    const { environment, problems } = resolveEnvironment({ file: 'acc.ts', value: (await files.environment()) as never }, variables);
    expect(problems).toEqual([]);
    expect(environment).toMatchObject({
      id: 'acc',
      title: 'sso-acc.example.org',
      production: true,
      keycloak: { adminUrl: 'https://app.example', realms: ['staff'] },
      kubernetes: { namespace: 'sso', workload: { kind: 'StatefulSet', name: 'keycloak' }, container: 'kc' },
    });
    expect(environment?.applications.map(({ id, login, url, user }) => [id, login.kind, url, user])).toEqual([
      ['portal', 'browser', 'https://portal.example/', 'portal'],
      ['spa', 'browser', 'https://app.example', 'spa'],
      ['nightly', 'service', undefined, undefined],
      ['wiki', 'browser', 'https://app.example', 'wiki'],
    ]);
    expect(files.leftOver).toEqual([{ realm: 'staff', clientId: 'old-cli' }]);
    expect(Release.parse(await files.release())).toMatchObject({
      id: 'release-gate-prerequisites',
      environments: ['acc'],
      keycloak: { from: '26.7.4', to: '26.7.4' },
      deploys: false,
      author: 'Ann Author',
      // What was there before pre-release is no change that post-deploy could find.
      expectedChanges: [],
    });
  });

  test('loads and says just that, whatever the names are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyText, { minLength: 1, maxLength: 4 }), async (names) => {
        const files = written(
          foundWith(
            names.map((name) => client(name || 'x', { name: name || 'x' })),
            { realms: [{ realm: names[0] || 'r', clients: names.map((name) => client(name || 'x')) }] },
          ),
        );
        const { environment, problems } = resolveEnvironment({ file: 'acc.ts', value: (await files.environment()) as never }, variables);
        expect(problems).toEqual([]);
        expect(environment?.applications.map(({ clientId }) => clientId)).toEqual(names.map((name) => name || 'x'));
        expect(new Set(files.applications.map(({ path }) => path)).size).toBe(names.length);
      }),
      { numRuns: 40 },
    );
  });
});

test('the first release names all that was made for the gate, and how each of it is removed again', async () => {
  const { release } = written(foundWith([client('portal'), client('nightly', { kind: 'service' })]));
  const { description, rollback } = Release.parse(await release());
  const made = [
    'the client release-gate of master',
    'the client release-gate-witness of staff',
    'test users without roles (gate-portal)',
    'a role in the database',
    'a ServiceAccount and a Role in Kubernetes',
    'their secrets, as ACC_…',
  ];
  for (const thing of made) expect(description).toContain(thing);
  const removed = [
    'delete the client release-gate of master',
    'delete the client release-gate-witness of staff',
    'delete the test users (gate-portal)',
    'DROP OWNED BY',
    'kubectl delete -f packages/checks/kubernetes-role.yaml',
    'remove the secrets ACC_… from CI',
  ];
  expect(rollback.plan).toBe('A');
  for (const thing of removed) expect(rollback.reason).toContain(thing);
});

test('a first release whose author nobody knows is refused until one is written into it', async () => {
  const { release } = written(foundWith([]), '');
  expect(Release.safeParse(await release()).error?.issues).toMatchObject([
    { path: ['author'], message: 'it does not say who makes the change' },
  ]);
  const unknown = prerequisitesFile(foundWith([]), [], undefined);
  expect(unknown.text).toContain("author: '', // Write here who makes the change");
});

describe('what was there before', () => {
  test('is told of a further environment: where it is still to be named', () => {
    const kept = [
      { path: 'applications/portal.ts', text: "environments: { 'acc': {} }" },
      { path: 'applications/wiki.ts', text: "environments: { 'acc': {}, 'prod': {} }" },
      { path: 'releases/release-gate-prerequisites.ts', text: "environments: ['acc']," },
      { path: 'policy.ts', text: '' },
    ];
    expect(keptNotes('prod', kept)).toEqual([
      "  ! applications/portal.ts was there: add 'prod' to its `environments`, if it is of this environment too",
      "  ! releases/release-gate-prerequisites.ts was there: add 'prod' to its `environments`, if it is of this environment too",
    ]);
    expect(keptNotes('acc', kept)).toEqual([]);
  });

  test('is warned of last where it is the file of the environment itself', () => {
    expect(
      keptNotes('acc', [
        { path: 'environments/acc.ts', text: '' },
        { path: 'releases/one.ts', text: '' },
      ]).at(-1),
    ).toBe('Warning: environments/acc.ts was there, and says nothing of what was seen now. Remove or rename it, and run init again.');
  });
});

test('nothing that is there is written over', () => {
  const place = join(folder, 'kept');
  expect(writeNew(place, [{ path: 'a/b.ts', text: 'mine' }])).toEqual({ written: ['a/b.ts'], kept: [] });
  writeFileSync(join(place, 'a/b.ts'), 'changed by hand');
  expect(
    writeNew(place, [
      { path: 'a/b.ts', text: 'anew' },
      { path: 'c.ts', text: 'new' },
    ]),
  ).toEqual({ written: ['c.ts'], kept: ['a/b.ts'] });
  expect(readFileSync(join(place, 'a/b.ts'), 'utf8')).toBe('changed by hand');
});
