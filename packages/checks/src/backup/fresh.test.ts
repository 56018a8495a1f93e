import { describe, expect, test } from 'vitest';
import type { DatabaseState } from '../database/state.ts';
import { BackupDirectory } from './directory.ts';
import type { Dump } from './directory.ts';
import recorded from './fixtures/directory.json' with { type: 'json' };
import recordedWhole from './fixtures/drilled-directory.json' with { type: 'json' };
import { backupFresh } from './fresh.ts';
import { takenAt } from './taken-at.ts';

const { check } = backupFresh;
const seen = BackupDirectory.parse(recorded);
const [newest, second, third] = seen.dumps;
if (!newest || !second || !third) throw new Error('The recorded directory has three dumps.');

const soon = '2026-11-23T22:00:00Z';
const judge = (dumps: readonly Dump[], words: object = {}, now = soon, live?: DatabaseState) =>
  check.judge({ seen: { ...seen, dumps: [...dumps] }, live }, check.expects.parse({ database: 'keycloak', version: '26.4.0', ...words }), {
    now,
  });
const codesOf = (dumps: readonly Dump[], words: object = {}, now = soon) =>
  judge(dumps, words, now).findings.map(({ code, severity }) => `${severity} ${code}`);

/** As a dump by plain pg_dump is seen: without a manifest, dated by its header. */
const bare = (dump: Dump, earliest: string, latest = earliest): Dump => ({
  ...dump,
  manifest: null,
  takenAt: { earliest, latest, source: 'header' },
});

test('the backups as recorded are good', () => {
  const judgement = judge(seen.dumps);
  expect(judgement.findings).toEqual([]);
  expect(judgement.gaps).toEqual([]);
  expect(judgement.facts).toEqual([
    { name: 'the backup that a rollback restores', value: 'keycloak-2026-11-23T21-19-27.107Z.dump' },
    { name: 'age', value: 0.7, unit: 'h' },
    { name: 'size', value: 247_676, unit: 'bytes' },
    { name: 'SHA-256', value: '59de9612d9fab2bf55b82202c0c3aadc3fc745da1e4a54f8b7613beb2c1bd08b' },
    { name: 'Keycloak version in it', value: '26.4.0' },
    { name: 'backups in the directory', value: 3 },
  ]);
});

describe('age', () => {
  test.each([
    ['within the limit', '2026-11-24T09:19:00Z', []],
    ['a warning after 12 h', '2026-11-24T09:20:00Z', ['warn backup/STALE']],
    ['a failure after 24 h', '2026-11-24T21:20:00Z', ['fail backup/STALE']],
    ['a clock five minutes ahead is forgiven', '2026-11-23T21:15:00Z', []],
    ['dated in the future', '2026-11-23T21:00:00Z', ['fail backup/FUTURE_DATED']],
  ])('%s', (_name, now, expected) => expect(codesOf(seen.dumps, {}, now)).toEqual(expected));

  test('says how old, since when, and the limit', () =>
    expect(judge(seen.dumps, {}, '2026-11-25T21:19:27Z').findings).toEqual([
      {
        code: 'backup/STALE',
        title: 'The newest good backup is too old',
        severity: 'fail',
        subject: 'backup/keycloak-2026-11-23T21-19-27.107Z.dump',
        message: '/backups/keycloak-2026-11-23T21-19-27.107Z.dump was taken 48 h ago, at 2026-11-23T21:19:27.107Z; the limit is 24 h.',
        remedy:
          'Have DevOps take a backup now, and find out why the last scheduled one is missing. Whatever happened since would be lost by a restore.',
        expected: 24,
        actual: 48,
      },
    ]));

  test('is a gap where it depends on an unknown time zone', () => {
    const judgement = judge([bare(newest, '2026-11-23T20:00:00Z', '2026-11-23T22:00:00Z'), second], {}, '2026-11-24T09:00:00Z');
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps?.map((gap) => gap.code)).toEqual(['backup/TIME_AMBIGUOUS']);
  });
  test('is told where every reading of the time says the same', () =>
    expect(codesOf([bare(newest, '2026-11-22T20:00:00Z', '2026-11-22T22:00:00Z'), second], {}, '2026-11-24T09:00:00Z')).toEqual([
      'fail backup/STALE',
    ]));
});

describe('taken by a machine whose zone nobody named', () => {
  /** As `takenAt` reads its header; the file is as old as the dump. */
  const inTokyo = (now: string, taken: string): ReturnType<typeof judge> => {
    const wallTime = new Date(Date.parse(taken) + 9 * 3_600_000).toISOString().slice(0, 19);
    const marks = { name: newest.name, manifest: null, wallTime, modified: Date.parse(taken) + 60_000 };
    const dump = { ...newest, modifiedAt: new Date(marks.modified).toISOString(), manifest: null, takenAt: takenAt(marks, 'UTC') };
    return judge([dump, second], {}, now);
  };
  const toldOf = ({ findings, gaps = [] }: ReturnType<typeof judge>): string[] => [
    ...findings.map(({ severity, code }) => `${severity} ${code}`),
    ...gaps.map(({ code }) => `gap ${code}`),
  ];
  test.each([
    ['just now: fresh', '2026-11-27T08:05:00Z', []],
    ['11 h ago: it may be too old', '2026-11-26T21:00:00Z', ['gap backup/TIME_AMBIGUOUS']],
    ['32 h ago: too old, in any zone', '2026-11-26T00:00:00Z', ['fail backup/STALE']],
  ])('%s', (_name, taken, expected) => expect(toldOf(inTokyo('2026-11-27T08:10:00Z', taken))).toEqual(expected));

  const clockAhead = (modified: string, wallTime: string): Dump => ({
    ...newest,
    modifiedAt: modified,
    manifest: null,
    takenAt: takenAt({ name: newest.name, manifest: null, wallTime, modified: Date.parse(modified) }, 'UTC'),
  });
  test('a clock that is a day ahead is told, as no zone is', () =>
    expect(toldOf(judge([clockAhead('2026-11-27T08:00:00Z', '2026-11-28T08:00:00'), second], {}, '2026-11-27T08:10:00Z'))).toEqual([
      'fail backup/FUTURE_DATED',
    ]));
  test('of two clocks that contradict each other, neither is believed', () =>
    expect(toldOf(judge([clockAhead('2026-11-25T08:00:00Z', '2026-11-27T08:00:00'), second], {}, '2026-11-27T08:10:00Z'))).toEqual([
      'gap backup/TIME_AMBIGUOUS',
    ]));
});

describe('no good backup', () => {
  test('an empty directory', () =>
    expect(judge([]).findings).toMatchObject([
      { code: 'backup/NONE_FOUND', subject: 'directory//backups', message: '/backups holds no backup.' },
    ]));

  test('only others', () =>
    expect(judge(seen.dumps, { database: 'sso' }).findings).toMatchObject([
      { code: 'backup/WRONG_DATABASE', message: '/backups holds backups of keycloak and none of "sso".' },
    ]));

  test('one that is still written', () => {
    const judgement = judge([{ ...newest, inProgress: true }]);
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps?.map((gap) => gap.code)).toEqual(['backup/IN_PROGRESS_ONLY']);
  });

  test('one that was not read to its end', () => {
    const judgement = judge([{ ...newest, contents: { kind: 'not read' } }, second]);
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps?.map((gap) => gap.code)).toEqual(['backup/NOT_READ']);
  });
});

describe('a bad one in front of a good one', () => {
  const good = { ...second, contents: newest.contents };
  const broken: Dump = { ...newest, contents: { kind: 'broken', why: 'could not read from input file: end of file' } };

  test('is told, and the good one is measured', () => {
    const judgement = judge([broken, good, third]);
    expect(judgement.findings).toMatchObject([
      {
        code: 'backup/BROKEN',
        message:
          '/backups/keycloak-2026-11-23T21-19-27.107Z.dump (247676 bytes) cannot be read to its end: could not read from input file: end of file.',
      },
    ]);
    expect(judgement.facts?.[0]).toEqual({ name: 'the backup that a rollback restores', value: second.name });
  });

  test('empty', () => expect(codesOf([{ ...newest, kind: 'empty', bytes: 0, header: null }, good, third])).toEqual(['fail backup/EMPTY']));
  test('changed since its manifest was written', () =>
    expect(codesOf([{ ...newest, sha256: '0'.repeat(64) }, good])).toEqual(['fail backup/HASH_MISMATCH']));
  test('with fewer rows than were counted', () => {
    const fewer: Dump = {
      ...newest,
      contents: { kind: 'whole', keycloakVersion: '26.4.0', changeSets: 165, counts: { realm: 3, client: 30, user_entity: 11 } },
    };
    expect(judge([fewer, good]).findings).toMatchObject([
      { code: 'backup/COUNT_MISMATCH', subject: `backup/${newest.name}/client`, expected: 31, actual: 30 },
    ]);
  });
  test('a bad one behind the newest good one matters no more', () =>
    expect(codesOf([newest, { ...broken, name: second.name }, third])).toEqual([]));
});

describe('what is in it', () => {
  test('taken after the upgrade', () => {
    const after: Dump = {
      ...newest,
      manifest: null,
      contents: { kind: 'whole', keycloakVersion: '26.7.4', changeSets: 210, counts: { realm: 3, client: 31, user_entity: 11 } },
    };
    expect(judge([after, second]).findings).toMatchObject([
      {
        code: 'backup/WRONG_KEYCLOAK_VERSION',
        expected: '26.4.0',
        actual: '26.7.4',
        message:
          '/backups/keycloak-2026-11-23T21-19-27.107Z.dump holds the schema of Keycloak 26.7.4, where 26.4.0 is to be restored: it was taken after an upgrade, and restoring it brings the new schema back.',
      },
    ]);
  });
  test('any version will do on a day without a release', () => expect(codesOf(seen.dumps, { version: undefined })).toEqual([]));
  test('no Keycloak', () => {
    const empty: Dump = { ...newest, manifest: null, contents: { kind: 'whole', keycloakVersion: null, changeSets: 0, counts: {} } };
    expect(codesOf([empty, second])).toEqual(['fail backup/NOT_KEYCLOAK']);
  });
});

describe('size against the median of those before', () => {
  const sized = (bytes: number): Dump[] => [{ ...newest, manifest: null, bytes }, second, third];
  test.each([
    [247_676, []],
    [170_000, ['warn backup/SIZE_DROP']],
    [120_000, ['fail backup/SIZE_DROP']],
    [500_000, ['warn backup/SIZE_JUMP']],
  ])('%d bytes', (bytes, expected) => expect(codesOf(sized(bytes))).toEqual(expected));
  test('one backup before it tells nothing', () => expect(codesOf(sized(120_000).slice(0, 2))).toEqual([]));
});

describe('what is in it, once all tables are counted', () => {
  type Whole = Extract<Dump['contents'], { kind: 'whole' }>;
  /** Of a real dump of Keycloak 26.7.4. */
  const everyTable = recordedWhole.dumps[0]?.contents.counts;
  /** What is left of a dump without these tables. */
  const without = (...tables: readonly string[]): Partial<Whole> => ({
    counts: Object.fromEntries(Object.entries(whole.counts).filter(([table]) => !tables.includes(table))),
  });
  /** What `pg_dump --exclude-table-data` leaves of them. */
  const withoutData = (...tables: readonly string[]): Partial<Whole> => ({
    ...without(...tables),
    parts: { ...parts, withoutData: [...tables] },
  });
  const whole: Whole = {
    kind: 'whole',
    keycloakVersion: '26.4.0',
    changeSets: 165,
    counts: { ...everyTable, realm: 3, client: 31, user_entity: 11, credential: 8, databasechangelog: 165 },
    parts: { withoutData: [], withoutTable: [], constraints: 198 },
    locks: 0,
    failedChangeSets: [],
    commands: [],
  };
  const having = (changes: Partial<Whole>, manifest: Dump['manifest'] = null): Dump[] => [
    { ...newest, manifest, contents: { ...whole, ...changes } },
    second,
  ];
  const parts = { withoutData: [], withoutTable: [], constraints: 198 };

  test('as it should be', () => expect(codesOf(having({}, newest.manifest))).toEqual([]));

  test.each<[string, Partial<Whole>, string]>([
    ['no users', { counts: { ...whole.counts, user_entity: 0 } }, 'fail backup/EMPTY'],
    ['a lock', { locks: 1 }, 'fail backup/LOCK_HELD'],
    ['a failed change set', { failedChangeSets: ['26.4.0-1'] }, 'fail backup/CHANGE_SET_FAILED'],
    ['data without tables', { parts: { ...parts, withoutTable: ['realm'] } }, 'fail backup/PARTIAL'],
    ['no constraint', { parts: { ...parts, constraints: 0 } }, 'fail backup/PARTIAL'],
    ['events left out', withoutData('event_entity', 'admin_event_entity', 'event_entity_2026_11'), 'warn backup/PARTIAL'],
    ['sessions left out', withoutData('offline_user_session', 'offline_client_session'), 'warn backup/PARTIAL'],
    ['credentials left out', withoutData('credential'), 'fail backup/PARTIAL'],
    ['the data of a table of a custom provider left out', withoutData('loyalty_card'), 'fail backup/PARTIAL'],
    ['tables left out', without('credential', 'user_role_mapping'), 'fail backup/PARTIAL'],
    ['a table left out that always has rows', without('keycloak_role'), 'fail backup/PARTIAL'],
    ['no keys of any realm', { counts: { ...whole.counts, component: 0 } }, 'fail backup/EMPTY'],
    ['a shell command', { commands: ['!', 'connect'] }, 'fail backup/PSQL_COMMANDS'],
    ['another database is connected to', { commands: ['connect'] }, 'warn backup/PSQL_COMMANDS'],
  ])('%s', (_name, changes, expected) => expect(codesOf(having(changes))).toEqual([expected]));

  test('a small realm has no rows in most of them', () => {
    const filled = new Set([
      'authentication_execution',
      'authentication_flow',
      'client',
      'component',
      'keycloak_role',
      'realm',
      'user_entity',
    ]);
    const counts = Object.fromEntries(Object.entries(whole.counts).map(([table, rows]) => [table, filled.has(table) ? rows : 0]));
    expect(codesOf(having({ counts }))).toEqual([]);
  });

  test('what lacks is named, whether or not it is the data alone', () => {
    const messages = (changes: Partial<Whole>): string[] => judge(having(changes)).findings.map(({ message }) => message);
    expect(messages(without('credential', 'user_role_mapping'))).toEqual([
      `/backups/${newest.name} lacks 2 tables that every Keycloak has: credential, user_role_mapping.`,
    ]);
    expect(messages(withoutData('credential', 'event_entity'))).toEqual([
      `/backups/${newest.name} makes a table without data: credential.`,
      `/backups/${newest.name} makes a table without data: event_entity. Events or sessions alone, so that a restore works.`,
    ]);
  });

  test('data of a table that must have some was left out', () => {
    expect(judge(having(withoutData('client'))).findings).toMatchObject([
      {
        code: 'backup/EMPTY',
        subject: `backup/${newest.name}/client`,
        message:
          '/backups/keycloak-2026-11-23T21-19-27.107Z.dump holds no data of the table client, where a Keycloak that has started has one at least.',
      },
    ]);
  });

  test('any table that the manifest counted', () => {
    if (!newest.manifest) throw new Error('It has a manifest.');
    const manifest = { ...newest.manifest, counts: { ...newest.manifest.counts, credential: 9, offline_session: 2, nothing: 0 } };
    expect(judge(having({}, manifest)).findings.map(({ code, message }) => [code, message])).toEqual([
      [
        'backup/COUNT_MISMATCH',
        '/backups/keycloak-2026-11-23T21-19-27.107Z.dump holds 8 rows of credential; 9 were counted when it was taken.',
      ],
      [
        'backup/COUNT_MISMATCH',
        '/backups/keycloak-2026-11-23T21-19-27.107Z.dump holds no data of offline_session; 2 were counted when it was taken.',
      ],
    ]);
  });
});

describe('against the database as it is now', () => {
  const live = (clockAheadBy = 0, systemIdentifier: string | null = newest.manifest?.systemIdentifier ?? null): DatabaseState => ({
    server: { version: '15.18', systemIdentifier, inRecovery: false, now: soon, clockAheadBy },
    database: 'keycloak',
    schema: 'public',
    migrations: [{ version: '26.4.0', updatedAt: soon }],
    changeLogs: [{ table: 'databasechangelog', count: 165, hash: '', changeSets: [] }],
    locks: [],
    migrating: 0,
  });
  const against = (state: DatabaseState) => judge(seen.dumps, {}, soon, state).findings;

  test('as it should be, or not to be seen', () => {
    expect(against(live())).toEqual([]);
    expect(against({ ...live(119_000, null), migrations: null, changeLogs: null })).toEqual([]);
  });
  test('another server', () =>
    expect(against(live(0, '123'))).toMatchObject([{ code: 'backup/WRONG_SYSTEM_ID', expected: '123', actual: '7711472216954570583' }]));
  test('clocks that differ', () =>
    expect(against(live(-121_000))).toMatchObject([
      { code: 'backup/CLOCK_SKEW', severity: 'warn', message: "The database's clock is 121 s behind the gate's; the limit is 120 s." },
    ]));
  test('other change sets at the same version, as in the middle of a migration', () => {
    const log = { table: 'databasechangelog', count: 166, hash: '', changeSets: [] };
    expect(against({ ...live(), changeLogs: [log] })).toMatchObject([{ code: 'backup/CHANGE_SETS_DIFFER', expected: 166, actual: 165 }]);
    expect(against({ ...live(), changeLogs: [log], migrations: [{ version: '26.5.0', updatedAt: soon }] })).toEqual([]);
  });
});

describe('the same day', () => {
  const brussels = { sameDay: true, timeZone: 'Europe/Brussels' };
  test('in the zone of the environment', () => {
    expect(codesOf(seen.dumps, brussels, '2026-11-23T22:59:00Z')).toEqual([]);
    expect(judge(seen.dumps, brussels, '2026-11-23T23:01:00Z').findings).toMatchObject([
      {
        code: 'backup/STALE',
        message:
          '/backups/keycloak-2026-11-23T21-19-27.107Z.dump was taken on 2026-11-23, and today is 2026-11-24 (Europe/Brussels): the environment asks for a backup of the same day.',
      },
    ]);
  });
  test('which a warning of its age does not hide', () =>
    expect(codesOf(seen.dumps, brussels, '2026-11-24T10:00:00Z')).toEqual(['fail backup/STALE']));
  test('is a gap where it depends on an unknown time zone', () => {
    const either = bare(newest, '2026-11-23T22:30:00Z', '2026-11-23T23:30:00Z');
    const judgement = judge([either, second], brussels, '2026-11-24T00:30:00Z');
    expect(judgement.findings).toEqual([]);
    expect(judgement.gaps?.map(({ code, reason }) => [code, reason])).toEqual([
      [
        'backup/TIME_AMBIGUOUS',
        'keycloak-2026-11-23T21-19-27.107Z.dump was taken on 2026-11-23 or on 2026-11-24, depending on the time zone of the machine; today is 2026-11-24 (Europe/Brussels).',
      ],
    ]);
  });
});

describe('after a deploy began', () => {
  const words = { beforeDeploy: true, deployedAt: '2026-11-23T21:19:27Z' };
  test('what was finished later is no backup to go back to, and the age is that of then', () => {
    const good = { ...second, contents: newest.contents };
    expect(judge([newest, good, third], words, '2026-11-30T00:00:00Z').facts?.slice(0, 2)).toEqual([
      { name: 'the backup that a rollback restores', value: second.name },
      { name: 'age', value: 0, unit: 'h' },
    ]);
    expect(judge([newest], words).findings).toMatchObject([
      {
        code: 'backup/NONE_FOUND',
        message: '/backups holds no backup that was finished before the deploy began (2026-11-23T21:19:27Z).',
      },
    ]);
  });
  test('a deploy of which nobody knows when it began', () =>
    expect(judge(seen.dumps, { beforeDeploy: true }).gaps?.map(({ code }) => code)).toEqual(['backup/DEPLOY_UNKNOWN']));
});

test('a floor for the size', () => {
  expect(codesOf(seen.dumps, { smallestBytes: 247_676 })).toEqual([]);
  expect(judge(seen.dumps, { smallestBytes: 250_000 }).findings).toMatchObject([
    { code: 'backup/SIZE_DROP', severity: 'fail', expected: 250_000, actual: 247_676 },
  ]);
});

test('a limit is told with what broke it', () => {
  const message = (...call: Parameters<typeof judge>): string | undefined => judge(...call).findings[0]?.message;
  expect(message([{ ...newest, manifest: null, bytes: 170_000 }, second, third])).toMatch(
    /^\/backups\/keycloak-.*\.dump has 170000 bytes, \d+ % of the median of the 2 backups before it \(\d+ bytes\); the limit is at least 70 %\.$/,
  );
  expect(message([{ ...newest, manifest: null, bytes: 500_000 }, second, third])).toContain('; the limit is at most 200 %.');
  expect(message(seen.dumps, {}, '2026-11-23T21:00:00Z')).toMatch(/ after now \(2026-11-23T21:00:00Z\); a clock may be 5 min ahead\.$/);
});

test('only one', () =>
  expect(judge([newest]).findings).toMatchObject([{ code: 'backup/ONLY_ONE', severity: 'warn', expected: 2, actual: 1 }]));

test('a manifest that cannot be read is a gap', () =>
  expect(judge([{ ...newest, manifest: null, manifestProblem: 'it is not JSON' }]).gaps?.map((gap) => gap.code)).toEqual([
    'backup/MANIFEST_UNREADABLE',
  ]));
