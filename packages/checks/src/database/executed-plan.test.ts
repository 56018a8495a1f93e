import { role } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BackupDirectory } from '../backup/directory.ts';
import backupsRecorded from '../backup/fixtures/directory.json' with { type: 'json' };
import { database, recordOf, rehearsal, rehearsed } from '../release/sample-facts.ts';
import type { RecordedPlan } from '../release/rollback-plan.ts';
import type { DatabaseState } from './state.ts';
import { EXECUTED_PLAN_CHECK } from './executed-facts.ts';
import { executedPlan } from './executed-plan.ts';
import identities from './fixtures/identities.json' with { type: 'json' };
import counted from './fixtures/since-backup.json' with { type: 'json' };
import type { DatabaseIdentity } from './identity.ts';
import { SinceBackup } from './since-backup.ts';

const { check } = executedPlan;
const before = identities.before;
const sinceBefore = SinceBackup.parse(counted.beforeRelease);
const sinceNow = SinceBackup.parse(counted.afterPlanB);
if (!sinceBefore || !sinceNow) throw new Error('The recorded databases have a backup.');
const { backup } = sinceBefore;

/** A directory of backups in which the one that was recorded with the databases is pinned. */
const directory = BackupDirectory.parse(backupsRecorded);
const [sample] = directory.dumps;
if (!sample) throw new Error('The recorded directory has dumps.');
const pinned: BackupDirectory = {
  ...directory,
  dumps: [
    {
      ...sample,
      name: backup.name,
      sha256: backup.sha256,
      bytes: backup.bytes,
      manifest: null,
      takenAt: { ...backup.takenAt, source: 'header' },
      contents: { kind: 'whole', keycloakVersion: '26.4.0', changeSets: 165, counts: { realm: 3, client: 40, user_entity: 20 } },
    },
  ],
};

const ofAnother = sample.header && { ...sample.header, database: 'wiki' };

interface Scene {
  readonly now: DatabaseIdentity;
  readonly since?: SinceBackup;
  readonly sinceBefore?: SinceBackup | undefined;
  readonly backups?: BackupDirectory | undefined;
  readonly words?: object;
  readonly computed?: RecordedPlan;
  readonly stateBefore?: DatabaseState | undefined;
}

const judge = ({ now, since = sinceNow, words = {}, ...rest }: Scene) =>
  check.judge(
    { now, before, since, sinceBefore, backups: pinned, computed: { kind: 'none' }, stateBefore: undefined, ...rest },
    check.expects.parse({ plan: 'B', from: '26.4.0', to: '26.7.4', ...words }),
    { now: '2026-11-28T06:00:00Z' },
  );

/** The recorded counts of now, changed. */
const withRows = (change: Partial<NonNullable<SinceBackup>['rows']['counts']>): SinceBackup => ({
  ...sinceNow,
  rows: { ...sinceNow.rows, counts: { ...sinceNow.rows.counts, ...change } },
});

const withEvent = (newestHeld: string): SinceBackup => withRows({ userEvents: { held: null, newestHeld, since: 3, between: 0 } });

/** The recorded counts of before the release, changed. */
const countedBefore = (change: Partial<NonNullable<SinceBackup>['rows']['counts']>): SinceBackup => ({
  ...sinceBefore,
  rows: { ...sinceBefore.rows, counts: { ...sinceBefore.rows.counts, ...change } },
});

describe('plan B, as it was recorded', () => {
  test('the pinned backup was restored', () => {
    const { findings, gaps, facts, exhibits } = judge({ now: identities.afterPlanB });
    expect(findings).toEqual([]);
    expect(gaps).toEqual([]);
    expect(facts).toEqual([
      { name: 'executed plan', value: 'B: the database was restored, for the database was made anew (number 19368, not 16386)' },
      { name: 'needed plan', value: 'B' },
      { name: 'restored backup, by its contents', value: backup.name },
    ]);
    expect(exhibits?.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'sheet: Which rollback plan was executed',
      'table: What was restored, held against the pinned backup',
    ]);
  });

  test('where plan A had been enough, it is told, and nothing is wrong', () => {
    const { findings, gaps, facts } = judge({ now: identities.afterPlanB, words: { plan: 'A', to: '26.4.0' } });
    expect(findings).toEqual([]);
    expect(gaps).toEqual([]);
    expect(facts).toContainEqual({ name: 'needed plan', value: 'A' });
  });
});

describe('plan A', () => {
  test('as it was recorded, where B was needed', () => {
    const { findings, facts } = judge({ now: identities.afterPlanA, since: SinceBackup.parse(counted.afterPlanA) });
    expect(findings).toEqual([
      {
        code: 'database/DATABASE_NOT_RESTORED',
        title: 'The database was not restored, where the rollback needs it',
        severity: 'fail',
        subject: 'database/keycloak',
        message:
          'The release needs rollback plan B, and the database was not restored: the mark of Keycloak 26.7.4, which came since, is still in migration_model.',
        remedy: 'Take Keycloak down, restore the backup that was pinned before the release (rollback plan B), then run this again.',
        expected: 'B',
        actual: 'A',
      },
    ]);
    expect(facts?.[0]).toEqual({
      name: 'executed plan',
      value: 'A: the database was not restored, for the mark of Keycloak 26.7.4, which came since, is still in migration_model',
    });
  });

  test('also where A was declared, and the versions need B', () =>
    expect(judge({ now: identities.afterPlanA, words: { plan: 'A' } }).findings.map(({ code }) => code)).toEqual([
      'database/DATABASE_NOT_RESTORED',
    ]));

  test('where the configuration alone was changed, and a restore is declared', () =>
    expect(judge({ now: before, words: { to: '26.4.0', deploys: false } }).findings).toMatchObject([
      { code: 'database/DATABASE_NOT_RESTORED', severity: 'fail' },
    ]));

  test('of a version that never finished its start: there is nothing to restore', () => {
    const { findings } = judge({ now: before });
    expect(findings).toMatchObject([{ code: 'database/DATABASE_NOT_RESTORED', severity: 'warn' }]);
    expect(findings[0]?.message).toMatch(
      /Keycloak 26\.7\.4 left no mark in it, though: it has never finished its start on this database\.$/,
    );
  });

  test('where A was enough', () =>
    expect(judge({ now: before, words: { plan: 'A', to: '26.4.0' } })).toMatchObject({ findings: [], gaps: [] }));
});

describe('plan B was declared, and plan A computed and rehearsed', () => {
  const patched = { ...before, versions: [...before.versions, { id: 'new', version: '26.4.2', writtenBy: '9' }] };
  const words = { to: '26.4.2' };
  const planOf = (facts: Parameters<typeof recordOf>[0]): RecordedPlan => ({
    kind: 'read',
    file: 'x.json',
    record: recordOf(facts),
    schema: null,
    unread: [],
  });

  test('plan A is weaker than declared, and enough', () => {
    const { findings, facts, gaps } = judge({ now: patched, words, computed: planOf(rehearsed), stateBefore: database });
    expect(findings).toEqual([
      {
        code: 'database/DATABASE_NOT_RESTORED',
        title: 'The database was not restored, where the rollback needs it',
        severity: 'warn',
        subject: 'database/keycloak',
        message:
          'The release declares rollback plan B, and the database was not restored: the mark of Keycloak 26.4.2, which came since, is still in migration_model. Plan A was computed and rehearsed for 26.4.0 → 26.4.2, and is enough.',
        remedy: 'Tell whoever approved plan B that plan A was executed.',
        expected: 'B',
        actual: 'A',
      },
    ]);
    expect(gaps).toEqual([]);
    expect(facts).toContainEqual({ name: 'needed plan', value: 'A' });
  });

  test.each<[string, Partial<Scene>]>([
    ['nothing was computed', {}],
    ['it was only forecast', { computed: planOf({ ...rehearsed, rehearsal: null }) }],
    ['the rehearsal failed', { computed: planOf({ ...rehearsed, rehearsal: { ...rehearsal, oldBooted: false } }) }],
    ['another pair was rehearsed', { computed: planOf({ ...rehearsed, to: '26.4.1' }) }],
    ['it began from another schema', { computed: planOf({ ...rehearsed, database: { ...database, database: 'other' } }) }],
    ['the configuration cannot be put back', { computed: planOf({ ...rehearsed, announced: [role('auditor').isRemoved()] }) }],
    ['nobody knows from which schema', { computed: planOf(rehearsed), stateBefore: undefined }],
    [
      'another version migrated the database',
      { now: { ...before, versions: [...before.versions, { id: 'new', version: '26.7.4', writtenBy: '9' }] }, computed: planOf(rehearsed) },
    ],
  ])('it is not enough where %s', (_name, scene) =>
    expect(judge({ now: patched, words, stateBefore: database, ...scene }).findings).toMatchObject([
      { code: 'database/DATABASE_NOT_RESTORED', severity: 'fail' },
    ]),
  );
});

describe('another backup than the pinned one', () => {
  const restored = identities.afterPlanB;
  const codes = (scene: Omit<Scene, 'now'> & { readonly now?: DatabaseIdentity }) =>
    judge({ now: restored, ...scene }).findings.map(({ code, severity, subject, expected, actual }) => [
      code,
      severity,
      subject,
      expected,
      actual,
    ]);
  const code = 'database/RESTORED_FROM_ANOTHER';
  const marked = { ...restored, versions: [...restored.versions, { id: 'new', version: '26.7.4', writtenBy: '9' }] };

  test.each<[string, Omit<Scene, 'now'> & { readonly now?: DatabaseIdentity }, unknown[][]]>([
    ['was taken after the upgrade', { now: marked }, [[code, 'fail', 'database/keycloak/migration_model', 0, 1]]],
    [
      'is of another database',
      { now: { ...restored, versions: [{ id: 'other', version: '26.4.0', writtenBy: '9' }] } },
      [[code, 'fail', 'database/keycloak/migration_model', 0, 2]],
    ],
    [
      'lacks a client',
      { now: { ...restored, rows: { ...restored.rows, client: 39 } } },
      [[code, 'fail', 'database/keycloak/client', 40, 39]],
    ],
    [
      'or a client has registered itself since',
      { now: { ...restored, rows: { ...restored.rows, client: 42 } } },
      [[code, 'warn', 'database/keycloak/client', 40, 42]],
    ],
    [
      'holds a realm more',
      { now: { ...restored, rows: { ...restored.rows, realm: 4 } } },
      [[code, 'fail', 'database/keycloak/realm', 3, 4]],
    ],
    [
      'is older: whoever was created last is gone',
      { since: withRows({ users: { held: 18, newestHeld: '2026-11-28T04:37:20.000Z', since: 0, between: 0 } }) },
      [[code, 'fail', 'database/keycloak/user_entity', 20, 18]],
    ],
    [
      'or a user was deleted since',
      { since: withRows({ users: { held: 19, newestHeld: '2026-11-28T04:37:26.419Z', since: 0, between: 0 } }) },
      [[code, 'warn', 'database/keycloak/user_entity', 20, 19]],
    ],
    [
      'is older: as many users, and whoever was created last is another one',
      { since: withRows({ users: { held: 20, newestHeld: '2026-11-28T04:37:20.000Z', since: 0, between: 0 } }) },
      [[code, 'fail', 'database/keycloak/users', '2026-11-28T04:37:26.419Z', '2026-11-28T04:37:20.000Z']],
    ],
    [
      'is older: the passwords that were set last are gone',
      { since: withRows({ credentials: { held: 15, newestHeld: '2026-11-28T04:37:20.000Z', since: 2, between: 0 } }) },
      [[code, 'fail', 'database/keycloak/credentials', '2026-11-28T04:37:25.065Z', '2026-11-28T04:37:20.000Z']],
    ],
    [
      'or as many were set anew since',
      { since: withRows({ credentials: { held: 16, newestHeld: '2026-11-28T04:37:20.000Z', since: 2, between: 0 } }) },
      [[code, 'warn', 'database/keycloak/credentials', '2026-11-28T04:37:25.065Z', '2026-11-28T04:37:20.000Z']],
    ],
    [
      'is older: no consent is left',
      {
        sinceBefore: countedBefore({ consents: { held: 3, newestHeld: '2026-11-28T05:00:00.000Z', since: 0, between: 0 } }),
        since: withRows({ consents: { held: 0, newestHeld: null, since: 0, between: 0 } }),
      },
      [[code, 'fail', 'database/keycloak/consents', '2026-11-28T05:00:00.000Z', 'no time']],
    ],
    [
      'may be older: the newest events are gone, or have expired',
      {
        sinceBefore: countedBefore({ userEvents: { held: null, newestHeld: '2026-11-28T05:00:00.000Z', since: 0, between: 0 } }),
        since: withRows({ userEvents: { held: null, newestHeld: '2026-11-28T04:00:00.000Z', since: 3, between: 0 } }),
      },
      [[code, 'warn', 'database/keycloak/userEvents', '2026-11-28T05:00:00.000Z', '2026-11-28T04:00:00.000Z']],
    ],
    [
      'what came while the backup was taken may not be in it',
      {
        sinceBefore: countedBefore({ consents: { held: 3, newestHeld: '2026-11-28T05:34:20.000Z', since: 0, between: 0 } }),
        since: withRows({ consents: { held: 2, newestHeld: '2026-11-28T05:00:00.000Z', since: 0, between: 0 } }),
      },
      [],
    ],
    [
      'is newer: it holds what came after the pinned one',
      { since: withRows({ userEvents: { held: null, newestHeld: null, since: 99, between: 77 } }) },
      [[code, 'fail', 'database/keycloak/userEvents', 0, 77]],
    ],
  ])('%s', (_name, scene, expected) => expect(codes(scene)).toEqual(expected));

  test('says which one was pinned', () =>
    expect(judge({ now: marked }).findings[0]?.message).toBe(
      `The restored database bears the mark of Keycloak 26.7.4: the backup was taken after the upgrade. The backup that was pinned before the release is ${backup.name} (SHA-256 ${backup.sha256}).`,
    ));
});

test('of clients and roles, fewer than in the pinned backup is another one, and more is everyday life', () => {
  const counts = { realm: 3, client: 40, keycloak_role: 131, user_entity: 20 };
  const [dump] = pinned.dumps;
  if (dump?.contents.kind !== 'whole') throw new Error('It was read.');
  const backups: BackupDirectory = { ...pinned, dumps: [{ ...dump, contents: { ...dump.contents, counts } }] };
  fc.assert(
    fc.property(fc.constantFrom('client', 'keycloak_role'), fc.integer({ min: -20, max: 20 }), (table, change) => {
      const now = { ...identities.afterPlanB, rows: { ...identities.afterPlanB.rows, [table]: counts[table] + change } };
      const severities = judge({ now, backups }).findings.map(({ severity }) => severity);
      expect(severities).toEqual(change === 0 ? [] : [change < 0 ? 'fail' : 'warn']);
    }),
  );
});

describe('an older backup that may have been restored in the place of the pinned one', () => {
  const olderAt = (latest: string, more: object = {}): BackupDirectory => ({
    ...pinned,
    dumps: [
      ...pinned.dumps,
      {
        ...sample,
        name: 'older.dump',
        sha256: 'f'.repeat(64),
        manifest: null,
        takenAt: { earliest: latest, latest, source: 'header' },
        contents: { kind: 'not read' },
        ...more,
      },
    ],
  });
  const told = (scene: Omit<Scene, 'now'>) => judge({ now: identities.afterPlanB, ...scene }).facts?.at(-1)?.value;
  const notTold = `not told: ${backup.name}, or an older one such as older.dump, for nothing in the database is dated between the two`;

  test.each<[string, Omit<Scene, 'now'>, string]>([
    ['nothing tells them apart', { backups: olderAt('2026-11-28T05:00:00.000Z') }, notTold],
    ['by no more than clocks may differ', { backups: olderAt('2026-11-28T04:37:00.000Z') }, notTold],
    ['what came between them does', { backups: olderAt('2026-11-28T04:30:00.000Z') }, backup.name],
    ['an event does, too', { backups: olderAt('2026-11-28T05:00:00.000Z'), since: withEvent('2026-11-28T05:10:00.000Z') }, backup.name],
    ['what was not counted tells nothing', { backups: olderAt('2026-11-28T04:30:00.000Z'), since: null }, notTold],
    ['one of another database is none', { backups: olderAt('2026-11-28T05:00:00.000Z', { header: ofAnother }) }, backup.name],
    ['the same file under another name is none', { backups: olderAt('2026-11-28T05:00:00.000Z', { sha256: backup.sha256 }) }, backup.name],
  ])('%s', (_name, scene, expected) => expect(told(scene)).toBe(expected));
});

test('whatever was counted: a pinned backup of which anything newest is gone is not named', () => {
  const at = fc.date({ min: new Date('2026-11-28T00:00:00Z'), max: new Date('2026-11-28T05:33:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.constantFrom('users', 'credentials', 'consents', 'userEvents', 'adminEvents'),
      at,
      at,
      fc.nat(9),
      (kind, was, is, since) => {
        fc.pre(is < was);
        const counts = { held: kind.endsWith('Events') ? null : 5, since, between: 0 };
        const { findings, facts } = judge({
          now: identities.afterPlanB,
          sinceBefore: countedBefore({ [kind]: { ...counts, newestHeld: was.toISOString() } }),
          since: withRows({ [kind]: { ...counts, newestHeld: is.toISOString() } }),
        });
        expect(findings.map(({ code }) => code)).toContain('database/RESTORED_FROM_ANOTHER');
        expect(facts?.map(({ name }) => name)).not.toContain('restored backup, by its contents');
      },
    ),
  );
});

describe('what cannot be told is a gap', () => {
  const restarted = { ...before, server: { ...before.server, startedAt: '2026-11-28T06:00:00.000Z' } };
  test.each<[string, Scene, string[]]>([
    ['whether it was restored', { now: restarted }, ['database/EXECUTED_PLAN_UNKNOWN']],
    ['from which backup', { now: identities.afterPlanB, since: null, backups: undefined }, ['database/RESTORED_UNKNOWN']],
    ['which plan a run without a release is about', { now: before, words: { plan: undefined } }, ['database/VERSION_UNKNOWN']],
  ])('%s', (_name, scene, codes) => {
    const judgement = judge(scene);
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps?.map(({ code }) => code)).toEqual(codes);
  });
  test('and none where plan A was enough', () => expect(judge({ now: restarted, words: { plan: 'A', to: '26.4.0' } }).gaps).toEqual([]));
});

test('records are read by the id of the check', () => expect(check.id).toBe(EXECUTED_PLAN_CHECK));
