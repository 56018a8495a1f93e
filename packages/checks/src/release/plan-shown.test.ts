import { expect, test } from 'vitest';
import { planShown, trialsShown } from './plan-shown.ts';
import type { RollbackPlanRecord } from './rollback-plan-record.ts';
import { recordOf, rehearsal, rehearsed } from './sample-facts.ts';

const plan = { because: 'the patch version rises', tried: 'nothing' };

test.each([
  ['B: it migrates', 'B', 'B', 'good', 'what is declared is enough'],
  ['B', 'unknown', 'unknown', 'good', 'what is declared is enough'],
  ['A', 'A', 'A', 'good', 'what is declared is enough'],
  ['A', 'B', 'B', 'bad', 'what is declared is too weak'],
  ['A', 'indeterminate', 'B, for nobody could tell', 'bad', 'what is declared is too weak'],
  ['A', 'unknown', 'unknown', 'warn', 'nobody knows whether what is declared is enough'],
] as const)('declared %s, needed %s', (declared, needed, value, tone, text) =>
  expect(planShown({ ...plan, declared, needed })).toEqual({
    kind: 'sheet',
    topic: 'rollback',
    title: 'The rollback plan',
    sections: [
      {
        title: 'Plan',
        entries: [
          { label: 'declared', value: declared },
          { label: 'needed', value, mark: { tone, text } },
          { label: 'why', value: 'the patch version rises' },
          { label: 'tried', value: 'nothing' },
        ],
      },
    ],
  }),
);

const forecast: NonNullable<RollbackPlanRecord['forecast']> = {
  seconds: 11.96,
  sql: { file: '2026-11-upgrade.sql', sha256: 'c'.repeat(64), bytes: 4711 },
  statements: { 'CREATE INDEX': 2, 'ALTER TABLE': 5 },
  tables: ['realm', 'event_entity'],
  changeSets: [{ table: 'databasechangelog', count: 3 }],
  indexBuilds: [{ index: 'idx_event', table: 'event_entity', rows: 400_000 }],
};

test('nothing was tried', () => expect(trialsShown({ ...recordOf(rehearsed), forecast: null, rehearsal: null })).toEqual([]));

test('what was forecast', () => {
  expect(trialsShown({ ...recordOf(rehearsed), forecast, rehearsal: null })).toEqual([
    {
      kind: 'sheet',
      topic: 'rollback',
      title: 'What 26.4.2 says that it would migrate',
      sections: [
        {
          title: 'Forecast on a restored copy',
          entries: [
            { label: 'told in', value: '12 s' },
            { label: 'change sets in databasechangelog', value: '3' },
            { label: 'tables', value: '2: realm, event_entity' },
          ],
        },
        {
          title: 'Statements by kind',
          entries: [
            { label: 'ALTER TABLE', value: '5' },
            { label: 'CREATE INDEX', value: '2' },
          ],
        },
        {
          title: 'Indexes on large tables, which Keycloak leaves to you',
          entries: [{ label: 'idx_event', value: 'on event_entity, 400000 rows', mark: { tone: 'warn', text: 'to be built by hand' } }],
        },
        {
          title: 'The SQL, without values of rows',
          entries: [
            { label: 'file, beside the record of the plan', value: '2026-11-upgrade.sql, 4711 bytes' },
            { label: 'SHA-256 as Keycloak wrote it', value: 'c'.repeat(64) },
          ],
        },
      ],
    },
  ]);
  const nothing = { seconds: 9, sql: null, statements: {}, tables: [], changeSets: [], indexBuilds: [] };
  expect(trialsShown({ ...recordOf(rehearsed), forecast: nothing, rehearsal: null })).toMatchObject([
    {
      sections: [
        {
          entries: [
            { label: 'told in', value: '9 s' },
            { label: 'change sets', value: 'none is new' },
            { label: 'tables', value: 'none' },
          ],
        },
      ],
    },
  ]);
});

test('what was rehearsed, against the time that the probes give', () => {
  const [first] = rehearsal.tables;
  const [admin, user] = rehearsal.logins;
  if (!first || !admin || !user) throw new Error('unreachable');
  const record: RollbackPlanRecord = {
    ...recordOf(rehearsed),
    probeBudget: { seconds: 10, from: 'startupProbe of keycloak' },
    rehearsal: {
      seconds: 12.5,
      tables: [
        { ...first, hashBefore: 'a'.repeat(64), hashAfter: 'b'.repeat(64) },
        { table: 'workflow', rowsBefore: null, rowsAfter: 0, sameContent: false, sameDefinition: false },
      ],
      oldBooted: true,
      logins: [admin, { ...user, ok: false, why: '401' }],
    },
  };
  expect(trialsShown(record)).toEqual([
    {
      kind: 'sheet',
      topic: 'rollback',
      title: 'The rehearsal of plan A: 26.4.0 on what 26.4.2 leaves',
      sections: [
        {
          title: 'On a restored copy',
          entries: [
            { label: '26.4.2 was ready after', value: '12.5 s', mark: { tone: 'warn', text: 'it would be ended while it migrates' } },
            { label: 'the probes let a pod start for', value: '10 s (startupProbe of keycloak)' },
            { label: '26.4.0 started on what was left', value: 'yes', mark: { tone: 'good', text: 'ready' } },
          ],
        },
        {
          title: 'Tables that the migration changed (2)',
          entries: [
            { label: 'migration_model', value: 'rows: 1 → 2; SHA-256 aaaaaaaaaaaa → bbbbbbbbbbbb' },
            { label: 'workflow', value: 'rows: no table → 0, made otherwise' },
          ],
        },
        {
          title: 'Possible on 26.4.0 afterwards',
          entries: [
            { label: 'an administrator who had logged in on the new version', value: 'yes', mark: { tone: 'good', text: 'yes' } },
            { label: 'a user who had logged in on the new version', value: 'no: 401', mark: { tone: 'bad', text: 'no' } },
          ],
        },
      ],
    },
  ]);
});
