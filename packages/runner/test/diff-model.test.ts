import type { RealmConfiguration } from '@keycloak-release-gate/checks';
import { client, Release, role } from '@keycloak-release-gate/core';
import type { ExpectedChange, Json } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { diffOf, exitCodeOf } from '../src/diff/model.ts';
import type { Diff } from '../src/diff/model.ts';
import type { Told } from '../src/diff/places.ts';
import { realmPairs } from '../src/diff/realm-pairs.ts';
import type { Side } from '../src/diff/side.ts';
import { terminalDiff } from '../src/diff/terminal.ts';

/* What a comparison concludes, without starting the program. */

type Objects = Readonly<Record<string, Json>>;
const portal = { clientId: 'portal', enabled: true, secret: '‹masked›' };
const objects: Objects = { realm: { sslRequired: 'external' }, 'client/portal': portal, 'role/member': { name: 'member' } };

const realm = (of: Objects, more: Partial<RealmConfiguration> = {}): RealmConfiguration => ({
  realm: 'main',
  exists: true,
  objects: of,
  ids: {},
  ambiguous: [],
  unreadable: [],
  ...more,
});
const side = (of: Objects | RealmConfiguration, more: Partial<Side> = {}): Side => ({
  name: 'a side',
  environment: 'one',
  at: '2026-11-27T08:00:00.000Z',
  realms: { main: 'exists' in of && typeof of['exists'] === 'boolean' ? (of as RealmConfiguration) : realm(of as Objects) },
  gaps: [],
  ...more,
});
const told: Told = { places: {}, applications: [], realms: ['main'] };
const release = (expectedChanges: readonly ExpectedChange[], to = '26.4.0'): Release =>
  Release.parse({
    id: 'r',
    title: 'R',
    description: 'R',
    environments: ['one'],
    keycloak: { from: '26.4.0', to },
    rollback: { plan: 'A', reason: 'none' },
    impact: 'none',
    expectedChanges,
  });
const compared = (a: Side, b: Side, of?: Release, toldB = told): Diff =>
  diffOf({ a, b, pairs: realmPairs(a, b, []), toldA: told, toldB, strict: false, ...(of ? { release: of } : {}) });
const notesOf = ({ realms }: Diff): readonly string[] => realms.flatMap(({ notes }) => [...notes.values()]);

describe('an upgrade that explains a line', () => {
  const newer: Objects = { ...objects, realm: { sslRequired: 'external', maxSecondaryAuthFailures: 0 } };
  const note = 'the upgrade 26.4.0 → 26.7.4 explains it: a new setting of 26.7, at its default (recorded: 26.4.0 to 26.7.4)';

  it('is told where both versions were seen, whichever side is the newer one', () => {
    const [old, now] = [side(objects, { version: '26.4.0' }), side(newer, { version: '26.7.4' })];
    expect(notesOf(compared(old, now))).toEqual([note]);
    expect(notesOf(compared(now, old))).toEqual([note]);
  });

  it('is told between two environments, too', () =>
    expect(notesOf(compared(side(objects, { version: '26.4.0' }), side(newer, { version: '26.7.4', environment: 'two' })))).toEqual([
      note,
    ]));

  it('is told by the release where no side tells a version, and then is no surprise', () => {
    const diff = compared(side(objects), side(newer), release([], '26.7.4'));
    expect({ notes: notesOf(diff), exitCode: exitCodeOf(diff) }).toEqual({ notes: [note], exitCode: 0 });
  });

  it('explains nothing where nothing was upgraded, whatever the release says', () => {
    const early = compared(side(objects, { version: '26.4.0' }), side(newer, { version: '26.4.0' }), release([], '26.7.4'));
    expect({ notes: notesOf(early), exitCode: exitCodeOf(early) }).toEqual({ notes: [], exitCode: 1 });
  });

  it('touches nobody by what it does itself', () => {
    const diff = compared(side(objects, { version: '26.4.0' }), side(newer, { version: '26.7.4' }));
    expect(diff.realms[0]?.impact.changes).toEqual([]);
  });
});

describe('what was not seen is never equal', () => {
  const missing = realm({}, { exists: false });

  it.each([
    ['a secret that the release announces', [client('portal').attribute('secret').becomes('x')], 3],
    ['a client that does not exist', [client('portl').enabled.becomes(false)], 2],
  ])('%s', (_what, changes, exitCode) => {
    const diff = compared(side(objects), side(objects), release(changes));
    expect(exitCodeOf(diff)).toBe(exitCode);
    expect(terminalDiff(diff, { colour: false })).toMatch(/announced/);
  });

  it('what is announced of a realm that is not compared', () => {
    const diff = compared(side(objects), side(objects), release([client('portal', { realm: 'other' }).enabled.becomes(false)]), {
      ...told,
      realms: ['main', 'other'],
    });
    expect({ exitCode: exitCodeOf(diff), notCompared: diff.notCompared }).toEqual({
      exitCode: 3,
      notCompared: ['realm/other/client/portal: enabled becomes false: announced of a realm that was not compared.'],
    });
  });

  it('what is announced, where nothing says which realm is the first', () => {
    const several = { realms: { main: realm(objects), other: realm(objects) } };
    const unknown = { ...told, realms: [] };
    expect(() => compared(side(objects, several), side(objects, several), release([role('auditor').isAdded()]), unknown)).toThrow(
      /Which of the realms main, other/,
    );
    expect(exitCodeOf(compared(side(objects), side(objects), release([role('auditor').isAdded()]), unknown))).toBe(1);
  });

  it('a realm that is not there', () => {
    expect(exitCodeOf(compared(side(missing), side(missing)))).toBe(3);
    expect(exitCodeOf(compared(side(objects), side(missing)))).toBe(1);
    expect(compared(side(missing), side(objects)).missing).toEqual(['A has no realm "main".']);
  });

  it('an arrival that cannot be told', () => {
    const two = { environment: 'two' };
    const unread = realm({ realm: objects['realm'] ?? null }, { unreadable: [{ kind: 'role', what: 'GET /roles', needs: 'view-realm' }] });
    const gone = release([role('member').isRemoved()]);
    const without = realm({ realm: objects['realm'] ?? null });
    expect(exitCodeOf(compared(side(without), side(unread, two), gone))).toBe(3);
    expect(compared(side(without), side(unread, two), gone).realms[0]?.arrivals).toEqual([
      { change: 'role/member is removed', inA: true, inB: undefined },
    ]);
  });
});

it('two realms of different names are compared under one name, where Keycloak itself puts it', () => {
  const of = (name: string): Objects => ({
    realm: { realm: name, defaultRole: `default-roles-${name}` },
    [`role/default-roles-${name}`]: { name: `default-roles-${name}` },
    'role/member': { name: 'member', composites: ['role/a', `role/default-roles-${name}`] },
    'client/account': { baseUrl: `/realms/${name}/account/`, redirectUris: [`/realms/${name}/account/*`] },
    'client/portal': { baseUrl: `https://portal.example/${name}` },
  });
  const [a, b] = [
    side(of('lab'), { realms: { lab: realm(of('lab'), { realm: 'lab' }) } }),
    side(of('twin'), { realms: { twin: realm(of('twin'), { realm: 'twin' }) } }),
  ];
  const diff = diffOf({ a, b, pairs: realmPairs(a, b, ['lab=twin']), toldA: told, toldB: told, strict: false });
  expect(diff.realms[0]?.comparison.differences.map(({ object, attribute }) => `${object}#${attribute ?? ''}`)).toEqual([
    'client/portal#baseUrl',
  ]);
});

it('other numbers of the same order are told, and no difference; strictly they are one', () => {
  const of = (numbers: readonly number[]): Objects => ({
    ...objects,
    'required-action-order': { order: ['A', 'B'], numbers: [...numbers] },
  });
  const diff = compared(side(of([10, 20])), side(of([1, 2])));
  const text = terminalDiff(diff, { colour: false });
  expect({ exitCode: exitCodeOf(diff), text }).toMatchObject({
    exitCode: 0,
    text: expect.stringContaining('required-action-order: order  renumbered\n      10, 20 → 1, 2\n') as string,
  });
  expect(text).toMatch(/\nEqual but for the numbers of one order\.\n$/);
  const [a, b] = [side(of([10, 20])), side(of([1, 2]))];
  expect(exitCodeOf(diffOf({ a, b, pairs: realmPairs(a, b, []), toldA: told, toldB: told, strict: true }))).toBe(1);
});
