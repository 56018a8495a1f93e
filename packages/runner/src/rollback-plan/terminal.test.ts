import type { RollbackPlanRecord } from '@keycloak-release-gate/checks';
import { describe, expect, test } from 'vitest';
import { jsonPlan } from './json.ts';
import { terminalPlan } from './terminal.ts';
import { exitCodeOf } from './words.ts';

const rule = (name: RollbackPlanRecord['decidedBy'], holds: boolean | null, because: string, evidence: string[] = []) => ({
  rule: name,
  holds,
  because,
  evidence,
});
const changeSets = Array.from({ length: 7 }, (_, index) => `databasechangelog: set-${index} (x.xml) added`);
const sha256 = 'a'.repeat(64);

const record: RollbackPlanRecord = {
  format: 'keycloak-release-gate/rollback-plan',
  version: 1,
  release: '2026-11-upgrade',
  environment: 'acc',
  from: '24.0.5',
  to: '26.7.4',
  deploys: true,
  image: null,
  at: '2026-11-28T05:00:00.000Z',
  host: 'gate-1',
  tool: '0.0.0',
  schema: null,
  backup: { name: 'keycloak.dump', sha256, takenAt: { earliest: '2026-11-28T04:00:00.000Z', latest: '2026-11-28T04:00:00.000Z' } },
  plan: 'B',
  decidedBy: 'change-sets-differ',
  rules: [
    rule('source-unreadable', false, 'the versions, the change sets and the lock were read'),
    rule(
      'change-sets-differ',
      true,
      "the new version changes Keycloak's change log: 7 change sets, as it did on a restored copy",
      changeSets,
    ),
    rule('version-rises', true, 'the major version rises, and the rehearsal does not overrule it'),
    rule('custom-change-log-moves', null, 'the version that was tried has no custom provider, so it knows nothing of their change logs'),
    rule('destructive-configuration', false, 'the release announces no change of the configuration'),
    rule('nothing-left-behind', false, 'an earlier rule decides'),
  ],
  notTried: null,
  forecast: {
    seconds: 12.34,
    sql: { file: '2026-11-upgrade.sql', sha256, bytes: 72_509 },
    statements: { 'CREATE INDEX': 9, 'ALTER TABLE': 45 },
    tables: ['realm', 'user_entity'],
    changeSets: [{ table: 'databasechangelog', count: 7 }],
    indexBuilds: [{ index: 'idx_event', table: 'event_entity', rows: 400_000 }],
  },
  rehearsal: {
    seconds: 23.4,
    tables: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((table) => ({
      table,
      rowsBefore: 1,
      rowsAfter: 2,
      sameContent: false,
      sameDefinition: true,
    })),
    oldBooted: true,
    logins: [
      { who: 'an administrator who had logged in on the new version', ok: false, why: '401 Invalid user credentials' },
      { who: 'the login pages of the realms with most users', ok: true, why: null },
      { who: 'a user of a realm that was made on the new version', ok: null, why: 'on the new version: \u001b[31mno' },
    ],
  },
  probeBudget: { seconds: 20, from: 'startup probe: …' },
  lost: { since: '2026-11-28T04:00:00.000Z', counts: { 'users created': 3, 'consents given or changed': 0, 'user events': 4 } },
};
const text = (of: Partial<RollbackPlanRecord>, plan: 'A' | 'B' = 'B') =>
  terminalPlan({ record: { ...record, ...of }, declared: { plan, reason: 'because' } }, { colour: false });

test('the whole answer', () =>
  expect(text({}, 'A')).toBe(`The rollback plan of 2026-11-upgrade (24.0.5 → 26.7.4) in acc

Plan B: restore the database
  because     the new version changes Keycloak's change log: 7 change sets, as it did on a restored copy
  evidence    databasechangelog: set-0 (x.xml) added
              databasechangelog: set-1 (x.xml) added
              databasechangelog: set-2 (x.xml) added
              databasechangelog: set-3 (x.xml) added
              databasechangelog: set-4 (x.xml) added
              and 2 more; --format json has all of them

The rules, in their order; the first that holds decides
  · source unreadable: the versions, the change sets and the lock were read
  ✓ change sets differ: the new version changes Keycloak's change log: 7 change sets, as it did on a restored copy
  ✓ version rises: the major version rises, and the rehearsal does not overrule it
  ? custom change log moves: the version that was tried has no custom provider, so it knows nothing of their change logs
  · destructive configuration: the release announces no change of the configuration
  · nothing left behind: an earlier rule decides

Tried on a restored copy
  backup      keycloak.dump, taken 2026-11-28T04:00:00.000Z, SHA-256 aaaaaaaaaaaaaaaa…
  forecast    7 change sets, 54 statements (45 ALTER TABLE, 9 CREATE INDEX) on 2 tables, told in 12 s
  SQL         2026-11-upgrade.sql, 72509 bytes
  indexes     on large tables, which Keycloak leaves to you: idx_event on event_entity (400000 rows)
  rehearsal   26.7.4 was ready after 23 s; the probes let a pod start for 20 s, which is TOO SHORT: it would be ended while it migrates
  tables      9 tables changed: a, b, c, d, e, f, g, h, and 1 more
  then        24.0.5 started on what 26.7.4 had left
              ✗ an administrator who had logged in on the new version: 401 Invalid user credentials
              ✓ the login pages of the realms with most users
              ? a user of a realm that was made on the new version: on the new version: no

What plan B would lose
  lost        since 2026-11-28T04:00:00.000Z: 3 users created, 4 user events

The release declares plan A, which is too weak: declare plan B, with its reason.
`));

describe('the verdict', () => {
  test.each([
    ['A', 'A', 0, 'The release declares plan A, as it needs.'],
    ['A', 'B', 0, 'The release declares plan B, which is more than it needs.'],
    ['B', 'A', 1, 'The release declares plan A, which is too weak: declare plan B, with its reason.'],
    ['B', 'B', 0, 'The release declares plan B, as it needs.'],
    ['indeterminate', 'A', 1, 'The release declares plan A, which is too weak: declare plan B, with its reason.'],
    ['indeterminate', 'B', 0, 'The release declares plan B, which is what a plan that nobody could tell counts as.'],
  ] as const)('computed %s, declared %s', (plan, declared, exitCode, words) => {
    const held = { record: { ...record, plan }, declared: { plan: declared, reason: '' } };
    expect(exitCodeOf(held)).toBe(exitCode);
    expect(terminalPlan(held, { colour: false })).toContain(words);
    expect(JSON.parse(jsonPlan(held))).toMatchObject({ plan, strongEnough: exitCode === 0 });
  });
});

test.each([
  [{ plan: 'A' } as const, 'What plan B would lose', false],
  [{ lost: { since: '2026-11-28T04:00:00.000Z', counts: { 'user events': 0 } } }, 'nothing that has a date', true],
  [{ lost: null }, 'all since the backup was taken; it was not counted', true],
  [{ probeBudget: null }, 'for how long the probes let a pod start is not known', true],
  [{ probeBudget: { seconds: null, from: 'no startup or liveness probe' } }, 'no probe ends a pod that starts slowly', true],
  [{ probeBudget: { seconds: 24, from: 'x' } }, 'the probes let a pod start for 24 s\n', true],
  [{ forecast: null, rehearsal: null, backup: null, notTried: 'Not here.' }, '  not tried   Not here.', true],
  [
    { forecast: { ...record.forecast, sql: null } as RollbackPlanRecord['forecast'] },
    'forecast    no change set is new, told in 12 s',
    true,
  ],
])('%j', (of, words, there) => expect(text(of).includes(words)).toBe(there));
