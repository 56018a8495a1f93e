import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, contentHash } from '@keycloak-release-gate/core';
import type { Json } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { environment, refusal, verify } from './run-program.ts';

type Objects = Readonly<Record<string, Json>>;

/** The text of a snapshot file of one realm. */
function snapshot(of: string, objects: Objects, more: object = {}): string {
  const { unreadable = [], realm = 'main', ...head } = more as { readonly unreadable?: readonly object[]; readonly realm?: string };
  const configuration = { realm, exists: true, objects, ids: {}, ambiguous: [], unreadable };
  const contents = {
    schema: 'keycloak-release-gate/snapshot/1',
    environment: of,
    at: '2026-11-27T08:00:00.000Z',
    realms: { [realm]: { gaps: [], configuration } },
    ...head,
  };
  return `${canonicalJson({ ...contents, hash: contentHash(canonicalJson(contents)) })}\n`;
}

const at = (host: string): Objects => ({
  realm: { sslRequired: 'external', attributes: { frontendUrl: `https://${host}` } },
  'client/portal': { clientId: 'portal', enabled: true, redirectUris: [`https://${host}/portal/*`] },
  'role/member': { name: 'member' },
});
/** After the release: a role more, and a redirect URI more. */
const released = (host: string): Objects => ({
  ...at(host),
  'client/portal': { clientId: 'portal', enabled: true, redirectUris: [`https://${host}/new/*`, `https://${host}/portal/*`] },
  'role/auditor': { name: 'auditor' },
});
const here = (id: string, host: string): string =>
  environment('', `publicUrl: 'https://${host}', adminUrl: 'https://${host}', realms: ['main']`).replace("id: 'one'", `id: '${id}'`);
const release = (changes: string, more = ''): string => `
import { client, defineRelease, object, role } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'Roles & <b>routes</b>', description: 'R', environments: ['one', 'two', 'three'], deploys: false,
  keycloak: { from: '26.4.0', to: '26.4.0' }, rollback: { plan: 'A', reason: 'none' }, impact: 'none', ${more} expectedChanges: [${changes}] });`;
const changes =
  "role('auditor').isAdded({ because: 'Auditors come.' }), client('portal').redirectUris.adds('https://sso-one.example/new/*')";

/** Three environments and their snapshots. */
const given = (one: Objects, two: Objects, three: Objects, more: object = {}) => ({
  environment: here('one', 'sso-one.example'),
  releases: { r: release(changes) },
  files: {
    'scenarios/environments/two.ts': here('two', 'sso-two.example'),
    'scenarios/environments/three.ts': here('three', 'sso-three.example'),
    'one.json': snapshot('one', one, more),
    'two.json': snapshot('two', two),
    'three.json': snapshot('three', three),
  },
});
const all = ['promotion', '--env', 'one=one.json', '--env', 'two=two.json', '--env', 'three=three.json'];
const arrivedEverywhere = given(released('sso-one.example'), released('sso-two.example'), released('sso-three.example'));

// Each starts the program: on a busy machine that takes a while.
describe.concurrent('verify promotion', { timeout: 60_000 }, () => {
  it('says that the release arrived everywhere, each at its own address', async () => {
    const { exitCode, out, err } = await verify([...all, '--release', 'r'], arrivedEverywhere);
    expect({ exitCode, out, err }).toEqual({
      exitCode: 0,
      err: '',
      out: `r: Roles & <b>routes</b>
  one    the snapshot of "one" of 2026-11-27T08:00:00.000Z
  two    the snapshot of "two" of 2026-11-27T08:00:00.000Z
  three  the snapshot of "three" of 2026-11-27T08:00:00.000Z

Realm main
  role/auditor is added
    Auditors come.
    ✓ one arrived   ✓ two arrived   ✓ three arrived
  client/portal: redirectUris adds https://sso-one.example/new/*
    ✓ one arrived   ✓ two arrived   ✓ three arrived

one → two, realm main: nothing differs besides

two → three, realm main: nothing differs besides

Arrived everywhere, and nothing differs besides.
`,
    });
  });

  it('says where it has not arrived, and what differs besides, and for whom', async () => {
    const three = { ...at('sso-three.example'), 'role/stray': { name: 'stray' } };
    const { exitCode, out } = await verify(all, given(released('sso-one.example'), released('sso-two.example'), three));
    expect(exitCode).toBe(1);
    expect(out).toContain('    ✓ one arrived   ✓ two arrived   · three not yet\n      three: it is not there\n');
    expect(out).toContain('      three: it has no https://sso-three.example/new/*\n');
    expect(out).toContain('two → three, realm main: 1 difference besides\n  2 lines of the release, which has not arrived in both\n');
    expect(out).toContain('  of no application\n    role/stray  added\n');
    expect(out).not.toContain('role/auditor  ');
    expect(out).toMatch(/\nNot arrived in three; 1 difference besides\.\n$/);
    const through = await verify(
      [...all.slice(0, 5), '--through', 'two'],
      given(released('sso-one.example'), released('sso-two.example'), three),
    );
    expect({ exitCode: through.exitCode, three: through.out.includes('three') }).toEqual({ exitCode: 0, three: false });
  });

  it('holds what is announced of how the server is deployed against that, and not against a realm', async () => {
    const announced = `server('container/keycloak').env('KC_LOG_LEVEL').becomes('DEBUG'), server('volume/old').isRemoved(), server('container/keycloak').resources.limits('memory').becomes('1024Mi')`;
    const deployed = (level: string, more: Objects = {}) => ({
      serverConfiguration: {
        gaps: [],
        value: {
          workload: { kind: 'Deployment', namespace: 'sso', name: 'keycloak' },
          exists: true,
          container: 'keycloak',
          objects: { 'container/keycloak': { env: { KC_LOG_LEVEL: level }, resources: { limits: { memory: '1Gi' } } }, ...more },
          unreadable: [],
          plainSecrets: [],
        },
      },
    });
    const same = at('sso.example');
    const scenarios = {
      ...arrivedEverywhere,
      releases: { r: release(announced).replace('{ client', '{ client, server') },
      files: {
        ...arrivedEverywhere.files,
        'one.json': snapshot('one', same, deployed('DEBUG')),
        'two.json': snapshot('two', same, deployed('info', { 'volume/old': { emptyDir: {} } })),
        'three.json': snapshot('three', same),
      },
    };
    const { exitCode, out } = await verify(all, scenarios);
    expect(exitCode).toBe(1);
    expect(out).toContain(`
The server's own configuration
  container/keycloak: env.KC_LOG_LEVEL becomes DEBUG
    ✓ one arrived   · two not yet   ? three not visible
      two: it is info
      three: nothing of it was seen
  volume/old is removed
    ✓ one arrived   · two not yet   ? three not visible
      two: it is still there
      three: nothing of it was seen
  container/keycloak: resources.limits.memory becomes 1024Mi
    ✓ one arrived   ✓ two arrived   ? three not visible
      three: nothing of it was seen
`);
    expect(out).not.toContain('Realm main\n');
    const json = await verify([...all, '--format', 'json'], scenarios);
    expect(JSON.parse(json.out)).toMatchObject({
      changes: [],
      serverConfiguration: [
        {
          change: 'container/keycloak: env.KC_LOG_LEVEL becomes DEBUG',
          environments: { one: { state: 'arrived' }, two: { state: 'not yet' } },
        },
        {},
        {},
      ],
    });
  });

  it('does not take a name that is nowhere for something that is gone', async () => {
    const everywhere = given(released('sso-one.example'), released('sso-two.example'), released('sso-three.example'));
    const { exitCode, out } = await verify(all, { ...everywhere, releases: { r: release("role('memberr').isRemoved()") } });
    expect(exitCode).toBe(3);
    expect(out).toContain('one: it is not there, and nobody saw that it ever was');
  });

  it('finds the address of another environment, copied as it was', async () => {
    const two = { ...released('sso-two.example'), 'client/portal': released('sso-one.example')['client/portal'] ?? null };
    const { exitCode, out } = await verify(all, given(released('sso-one.example'), two, released('sso-three.example')));
    expect(exitCode).toBe(1);
    expect(out).toContain('✓ one arrived   ✗ two otherwise   ✓ three arrived\n      two: it is as in another environment:');
  });

  it('gives the same as data, as Markdown and as a page, in which no text is markup', async () => {
    const hostile = { ...released('sso-three.example'), 'role/<img src=x>|`': { name: '](javascript:x)<script>' } };
    const scenarios = given(released('sso-one.example'), released('sso-two.example'), hostile);
    const json = await verify([...all, '--format', 'json'], scenarios);
    expect(JSON.parse(json.out)).toMatchObject({
      arrived: false,
      exitCode: 1,
      release: 'r',
      environments: [{ id: 'one' }, { id: 'two' }, { id: 'three' }],
      changes: [
        { realm: 'main', change: 'role/auditor is added', environments: { one: { state: 'arrived' }, three: { state: 'arrived' } } },
        { realm: 'main' },
      ],
      besides: [
        { from: 'one', to: 'two', differences: [] },
        { from: 'two', to: 'three', differences: [{ kind: 'added', object: 'role/<img src=x>|`' }] },
      ],
      notSeen: [],
    });
    const markdown = await verify([...all, '--format', 'markdown'], scenarios);
    expect(markdown.out).toContain('| role/auditor is added | ✓ arrived | ✓ arrived | ✓ arrived |');
    expect(markdown.out).toContain('`` role/<img src=x>|` `` added');
    const page = await verify([...all, '--format', 'html', '--output', 'page.html'], scenarios);
    expect({ exitCode: page.exitCode, out: page.out }).toEqual({ exitCode: 1, out: '' });
    const html = readFileSync(join(page.folder, 'page.html'), 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<img|<script|<b>/);
  });

  it('refuses what is no promotion', async () => {
    expect(await refusal([...all, '--env', 'four=one.json'], arrivedEverywhere)).toContain('code   RELEASE_NOT_FOR_ENVIRONMENT');
    expect(await refusal(['promotion', '--env', 'one.json'], arrivedEverywhere)).toContain('code   BAD_SIDE');
    expect(await refusal(['promotion', '--env', 'one=two.json'], arrivedEverywhere)).toContain('code   SIDE_OF_ANOTHER_ENVIRONMENT');
    expect(await refusal([...all, '--through', 'thre'], arrivedEverywhere)).toContain('Did you mean "three"?');
  });
});
