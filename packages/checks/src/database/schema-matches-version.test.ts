import { describe, expect, test } from 'vitest';
import old from './fixtures/state-26.4.0.json' with { type: 'json' };
import migrated from './fixtures/state-26.4.0-migrated-to-26.7.4.json' with { type: 'json' };
import { schemaMatchesVersion } from './schema-matches-version.ts';
import type { RecordedPlan } from '../release/rollback-plan.ts';
import { customLog, recordOf, rehearsal, rehearsed } from '../release/sample-facts.ts';
import type { DatabaseState } from './state.ts';

const { check } = schemaMatchesVersion;
const release = { from: '26.4.0', to: '26.7.4' };
const judge = (state: DatabaseState, words: object, plan?: RecordedPlan) =>
  check.judge({ state, ...(plan ? { plan } : {}) }, check.expects.parse({ ...release, ...words }), { now: '2026-11-23T21:10:00Z' });

describe('the schema that the release wants', () => {
  test('the new one, after the deploy', () => {
    const judgement = judge(migrated, { version: 'to' });
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps ?? []).toEqual([]);
    expect(judgement.facts).toEqual([
      { name: 'schema version', value: '26.7.4' },
      { name: 'migrated at', value: '2026-11-23T21:02:09.000Z' },
      { name: 'change sets in databasechangelog', value: 210 },
      { name: 'PostgreSQL', value: '15.18 (Debian 15.18-0+deb12u1)' },
    ]);
  });

  test('the old one, after a restore', () => expect(judge(old, { version: 'from' }).findings).toEqual([]));
  test('of a replica it is told that the rest is not to be seen', () =>
    expect(judge({ ...old, server: { ...old.server, inRecovery: true } }, { version: 'from' })).toMatchObject({
      findings: [],
      gaps: [
        {
          code: 'database/READ_FROM_REPLICA',
          reason: 'A replica does not show who migrates the primary at this moment, and what it holds may be behind.',
        },
      ],
    }));
  test('a version in the suite itself', () => expect(judge(old, { version: '26.4.0' }).findings).toEqual([]));
});

test('the old version on the new schema: plan A did not roll back', () => {
  expect(judge(migrated, { version: 'from' }).findings).toEqual([
    {
      code: 'database/SCHEMA_AHEAD',
      title: 'The database schema is ahead of the Keycloak version',
      severity: 'fail',
      subject: 'database/up',
      message:
        "The release's old version is 26.4.0, but Keycloak 26.7.4 has migrated this schema: the old version runs on a newer schema. It starts, reports itself ready and lets people in, and yet redeploying the old version (plan A) does not bring back what was: the backup from before the upgrade must be restored (plan B).",
      remedy:
        'Do not rely on this rollback: take Keycloak down, restore the backup from before the upgrade and deploy the old version again (rollback plan B).',
      expected: '26.4.0',
      actual: '26.7.4',
    },
  ]);
});

describe('plan A after a patch release that was rehearsed', () => {
  const patched: DatabaseState = { ...old, migrations: [{ version: '26.4.2', updatedAt: '2026-11-23T21:00:00.000Z' }, ...old.migrations] };
  const planOf = (facts: Parameters<typeof recordOf>[0]): RecordedPlan => ({
    kind: 'read',
    file: 'x.json',
    record: recordOf(facts),
    schema: null,
    unread: [],
  });
  const rolledBack = (plan: RecordedPlan | undefined, state = patched, words: object = { version: 'from' }) =>
    judge(state, { ...words, to: '26.4.2' }, plan);
  test('left nothing but its version', () => {
    const judgement = rolledBack(planOf(rehearsed));
    expect(judgement.findings).toEqual([]);
    expect(judgement.facts).toContainEqual({ name: 'rehearsed', value: '26.4.2 left nothing but its version in the schema' });
  });
  const log = old.changeLogs[0];
  if (!log) throw new Error('unreachable');
  test.each<[string, RecordedPlan | undefined, DatabaseState, object]>([
    ['nobody rehearsed it', undefined, patched, {}],
    ['no plan was computed', { kind: 'none' }, patched, {}],
    ['the plan cannot be read', { kind: 'unreadable', file: 'x.json', why: 'it is not JSON' }, patched, {}],
    ['the rehearsal was of another pair', planOf({ ...rehearsed, to: '26.4.1' }), patched, {}],
    ['it was of another old version', planOf(rehearsed), patched, { from: '26.3.0' }],
    ['the rehearsal failed', planOf({ ...rehearsed, rehearsal: { ...rehearsal, oldBooted: false } }), patched, {}],
    ['it was only forecast', planOf({ ...rehearsed, rehearsal: null }), patched, {}],
    ['it was of another database', planOf({ ...rehearsed, database: { ...old, database: 'other' } }), patched, {}],
    ['a change log came', planOf(rehearsed), { ...patched, changeLogs: [log, customLog('one')] }, {}],
    ['a change log could not be read', planOf(rehearsed), { ...patched, changeLogs: null }, {}],
    ['the suite names the version itself', planOf(rehearsed), patched, { version: '26.4.0' }],
  ])('is ahead where %s', (_name, plan, state, words) =>
    expect(rolledBack(plan, state, { version: 'from', ...words }).findings).toMatchObject([{ code: 'database/SCHEMA_AHEAD' }]),
  );
});

test('a newer row with an older clock does not hide the migration', () => {
  const rows = [{ version: '26.4.0', updatedAt: '2026-11-24T00:00:00.000Z' }, ...migrated.migrations];
  expect(judge({ ...migrated, migrations: rows }, { version: 'from' }).findings).toMatchObject([
    { code: 'database/SCHEMA_AHEAD', actual: '26.7.4' },
  ]);
});

test('not migrated', () => {
  expect(judge(old, { version: 'to' }).findings).toMatchObject([
    {
      code: 'database/SCHEMA_BEHIND',
      message:
        "The schema is at 26.4.0 (since 2026-11-23T20:53:31.000Z), the release's new version is 26.7.4: Keycloak 26.7.4 has not migrated this database.",
    },
  ]);
});

test('a held lock, a running migration and a failed change set', () => {
  const [log] = migrated.changeLogs;
  const changeSets = log?.changeSets.map((set, index) => (index === 209 ? { ...set, exectype: 'FAILED' } : set)) ?? [];
  const state: DatabaseState = {
    ...migrated,
    migrating: 1,
    locks: [{ id: 1, locked: true, grantedAt: '2026-11-23 21:02:00', by: 'keycloak-0 (10.0.0.7)' }],
    changeLogs: [{ table: 'databasechangelog', count: 210, hash: log?.hash ?? '', changeSets }],
  };
  expect(judge(state, {}).findings.map(({ code, subject, message }) => ({ code, subject, message }))).toEqual([
    {
      code: 'database/LOCK_HELD',
      subject: 'database/up/lock/1',
      message: 'Lock 1 in databasechangeloglock is held by keycloak-0 (10.0.0.7) since 2026-11-23 21:02:00.',
    },
    { code: 'database/MIGRATION_RUNNING', subject: 'database/up', message: "One session holds Keycloak's migration lock at this moment." },
    {
      code: 'database/CHANGE_SET_FAILED',
      subject: `databasechangelog/${changeSets[209]?.id}`,
      message: `The change set ${changeSets[209]?.id} (${changeSets[209]?.filename}) is marked as failed in databasechangelog.`,
    },
  ]);
});

describe('what cannot be told is a gap', () => {
  test.each([
    ['an empty table', { ...old, migrations: [] }, {}, 'database/VERSION_UNKNOWN'],
    ['a table that could not be read', { ...old, migrations: null }, {}, 'database/VERSION_UNKNOWN'],
    ['no release', old, { version: 'from', from: undefined }, 'database/VERSION_UNKNOWN'],
    [
      'two versions in one second',
      { ...old, migrations: [...old.migrations, { version: '26.3.0', updatedAt: '2026-11-23T20:53:31.000Z' }] },
      {},
      'database/VERSION_AMBIGUOUS',
    ],
  ])('%s', (_name, state, words, code) => {
    const judgement = judge(state, words);
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps?.map((gap) => gap.code)).toEqual([code]);
  });
});

test('a word that is no version is refused when the suite is planned', () =>
  expect(check.expects.safeParse({ version: 'latest' }).success).toBe(false));
