import { describe, expect, test } from 'vitest';
import old from './fixtures/state-26.4.0.json' with { type: 'json' };
import migrated from './fixtures/state-26.4.0-migrated-to-26.7.4.json' with { type: 'json' };
import type { RecordedPlan } from '../release/rollback-plan.ts';
import { recordOf, rehearsed, rehearsal } from '../release/sample-facts.ts';
import { schemaAsBeforeRelease } from './schema-as-before-release.ts';
import type { ChangeLog, DatabaseState } from './state.ts';

const { check } = schemaAsBeforeRelease;
const judge = (now: DatabaseState, before: DatabaseState, plan: RecordedPlan = { kind: 'none' }) =>
  check.judge({ now, before, plan }, check.expects.parse({}), { now: '2026-11-23T21:10:00Z' });

const withLog = (state: DatabaseState, change: (log: ChangeLog) => ChangeLog): DatabaseState => ({
  ...state,
  changeLogs: (state.changeLogs ?? []).map(change),
});

test('a restored database is as it was', () => {
  const judgement = judge(old, old);
  expect(judgement.findings).toEqual([]);
  expect(judgement.exhibits).toEqual([]);
});

test('of a replica it is told that the rest is not to be seen', () =>
  expect(judge({ ...old, server: { ...old.server, inRecovery: true } }, old)).toMatchObject({
    findings: [],
    gaps: [{ code: 'database/READ_FROM_REPLICA', subject: `database/${old.database}` }],
  }));

test('plan A on a migrated schema: the version is ahead, and 45 change sets are', () => {
  const judgement = judge(migrated, old);
  expect(judgement.findings.map(({ code, subject, expected, actual }) => ({ code, subject, expected, actual }))).toEqual([
    { code: 'database/SCHEMA_AHEAD', subject: 'database/up', expected: '26.4.0', actual: '26.7.4' },
    { code: 'database/SCHEMA_AHEAD', subject: 'database/up/changelog', expected: 0, actual: 45 },
  ]);
  expect(judgement.findings[1]?.message).toBe(
    'The change sets are not those from before the release: 45 added. Keycloak 26.4.0 runs on a schema that is 45 change sets ahead of it; only restoring the backup brings the old schema back (plan B).',
  );
  expect(judgement.exhibits).toMatchObject([{ kind: 'table', title: 'Change sets that differ from before the release' }]);
});

test('the change sets alone tell, were the version put back by hand', () => {
  const judgement = judge({ ...migrated, migrations: old.migrations }, old);
  expect(judgement.findings.map(({ code, subject }) => ({ code, subject }))).toEqual([
    { code: 'database/SCHEMA_AHEAD', subject: 'database/up/changelog' },
  ]);
});

test('a backup from too early', () => {
  const judgement = judge(old, migrated);
  expect(judgement.findings.map(({ code, actual }) => ({ code, actual }))).toEqual([
    { code: 'database/SCHEMA_BEHIND', actual: '26.4.0' },
    { code: 'database/SCHEMA_ALTERED', actual: 45 },
  ]);
});

describe('one change set that is another', () => {
  test.each<[string, (log: ChangeLog) => ChangeLog, string]>([
    [
      'another checksum',
      (log) => ({ ...log, changeSets: log.changeSets.map((set, index) => (index === 7 ? { ...set, md5sum: '9:00' } : set)) }),
      '1 altered',
    ],
    ['removed', (log) => ({ ...log, changeSets: log.changeSets.slice(0, -1) }), '1 removed'],
    ['another order', (log) => ({ ...log, changeSets: log.changeSets.toReversed() }), '1 reordered'],
  ])('%s', (_name, change, said) => {
    expect(judge(withLog(old, change), old).findings).toMatchObject([
      { code: 'database/SCHEMA_ALTERED', message: `The change sets are not those from before the release: ${said}.` },
    ]);
  });

  test("a custom provider's change log", () => {
    const custom = {
      ...old.changeLogs[0],
      table: 'databasechangelog_custom_en',
      count: 1,
      hash: '',
      changeSets: old.changeLogs[0]?.changeSets.slice(0, 1) ?? [],
    };
    expect(judge({ ...old, changeLogs: [...old.changeLogs, custom] }, old).findings).toMatchObject([
      { code: 'database/SCHEMA_AHEAD', actual: 1 },
    ]);
  });
});

describe('a patch release whose pair was rehearsed', () => {
  const patched: DatabaseState = { ...old, migrations: [{ version: '26.4.2', updatedAt: '2026-11-23T21:00:00.000Z' }, ...old.migrations] };
  const planOf = (facts: Parameters<typeof recordOf>[0]): RecordedPlan => ({
    kind: 'read',
    file: 'x.json',
    record: recordOf(facts),
    schema: null,
    unread: [],
  });
  test('is ahead as long as nobody rehearsed it', () => {
    expect(judge(patched, old).findings).toMatchObject([{ code: 'database/SCHEMA_AHEAD', actual: '26.4.2' }]);
    expect(judge(patched, old, { kind: 'unreadable', file: 'x.json', why: 'it is not JSON' }).findings).toHaveLength(1);
  });
  test('left nothing but its version', () => {
    const judgement = judge(patched, old, planOf(rehearsed));
    expect(judgement.findings).toEqual([]);
    expect(judgement.facts).toContainEqual({ name: 'rehearsed', value: '26.4.2 left nothing but its version in the schema' });
  });
  test.each([
    ['the rehearsal was of another pair', { ...rehearsed, to: '26.4.1' }],
    ['the rehearsal failed', { ...rehearsed, rehearsal: { ...rehearsal, oldBooted: false } }],
    ['it was only forecast', { ...rehearsed, rehearsal: null }],
    ['it began from another schema', { ...rehearsed, database: { ...old, database: 'other' } }],
  ])('is not excused where %s', (_name, facts) =>
    expect(judge(patched, old, planOf(facts)).findings).toMatchObject([{ code: 'database/SCHEMA_AHEAD' }]),
  );
  test('is not excused where a change set came with it', () =>
    expect(judge(migrated, old, planOf({ ...rehearsed, to: '26.7.4' })).findings).toHaveLength(2));
  test('is not excused where the change log could not be read', () =>
    expect(judge({ ...patched, changeLogs: null }, old, planOf(rehearsed)).findings).toHaveLength(1));
});
