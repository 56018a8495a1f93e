import { finding, gap } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap } from '@keycloak-release-gate/core';
import { compareVersions } from '../database/version.ts';
import { codes } from './codes.ts';
import { isPhysical, measuredRestore, restoreInWords } from './drill-record.ts';
import type { DrillRecord, RestoredFacts } from './drill-record.ts';
import { countedWhen } from './manifest.ts';
import type { BackupManifest } from './manifest.ts';

/** What a drill is held against. */
export interface DrillExpected {
  /** The Keycloak version that a rollback goes back to; without it, any. */
  readonly version?: string | undefined;
  readonly database?: string | undefined;
  /** Seconds in which a restore must be over; without it, it is only told. */
  readonly withinSeconds?: number | undefined;
}

export interface DrillJudgement {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}

/** What a drill proves of its backup, with no tolerance where there is a manifest. Pure. */
export function judgeDrill(record: DrillRecord, expected: DrillExpected): DrillJudgement {
  const { backup, manifest, failure, restored } = record;
  const subject = `backup/${backup.name}`;
  const identity = [...wrongHash(subject, record), ...wrongDatabase(subject, record, expected.database)];
  if (failure) {
    const told = failed(subject, record, failure);
    return { findings: [...identity, ...told.findings], gaps: told.gaps };
  }
  const boot = record.keycloak ? booted(subject, backup.name, record.keycloak) : { findings: [], gaps: [] };
  return {
    findings: [
      ...identity,
      ...(restored ? contents(subject, backup.name, restored, manifest, expected.version) : []),
      ...againstLive(subject, record),
      ...boot.findings,
      ...tooSlow(subject, record, expected.withinSeconds),
    ],
    gaps: boot.gaps,
  };
}

function wrongHash(subject: string, { backup: { name, sha256, bytes }, manifest }: DrillRecord): Finding[] {
  if (!manifest || manifest.sha256 === sha256) return [];
  const message = `${name} has the SHA-256 ${sha256} and ${bytes} bytes; its manifest says ${manifest.sha256} and ${manifest.bytes} bytes.`;
  return [finding(codes.HASH_MISMATCH, { subject, message, expected: manifest.sha256, actual: sha256 })];
}

function wrongDatabase(subject: string, { backup: { name, database } }: DrillRecord, wanted: string | undefined): Finding[] {
  if (wanted === undefined || database === null || database === wanted) return [];
  const message = `${name} is of the database "${database}", where "${wanted}" is to be restored.`;
  return [finding(codes.WRONG_DATABASE, { subject, message, expected: wanted, actual: database })];
}

function failed(subject: string, { backup: { name }, tool }: DrillRecord, failure: NonNullable<DrillRecord['failure']>): DrillJudgement {
  const { stage, problem, why } = failure;
  switch (problem) {
    case 'broken': {
      const code = stage === 'boot' ? codes.KEYCLOAK_NOT_UP : codes.RESTORE_FAILED;
      return { findings: [finding(code, { subject, message: `${name} cannot be restored (${stages[stage]}): ${why}.` })], gaps: [] };
    }
    case 'tool too old':
      return { findings: [], gaps: [gap(codes.TOOL_TOO_OLD, { subject, reason: `${name} was not restored by ${tool}: ${why}.` })] };
    case 'not here':
      return { findings: [], gaps: [gap(codes.NEEDED_FOR_RESTORE, { subject, reason: `${name} ${undone[stage]}: ${why}.` })] };
    case 'no space':
    case 'stalled':
    case 'ended':
      return { findings: [], gaps: [gap(codes.RESTORE_NOT_FINISHED, { subject, reason: `${name} ${undone[stage]}: ${why}.` })] };
  }
}

type Stage = NonNullable<DrillRecord['failure']>['stage'];

const stages = {
  fetch: 'while it was unpacked',
  server: 'while the scratch server was made',
  restore: 'at its rows',
  index: 'at its indexes and constraints',
  look: 'while it was looked into',
  boot: 'while Keycloak started on it',
} as const satisfies Record<Stage, string>;

const toItsEnd = 'was not restored to its end';
/** What was not done where the drill was broken off. */
const undone = {
  fetch: toItsEnd,
  server: 'was not restored',
  restore: toItsEnd,
  index: toItsEnd,
  look: 'was restored, and could not be looked into',
  boot: 'was restored, and Keycloak was not tried on it',
} as const satisfies Record<Stage, string>;

function contents(
  subject: string,
  name: string,
  restored: RestoredFacts,
  manifest: BackupManifest | null,
  version: string | undefined,
): Finding[] {
  const { keycloakVersion, changeLogs } = restored;
  if (keycloakVersion === null || (changeLogs.find(({ table }) => table === 'databasechangelog')?.changeSets ?? 0) === 0) {
    const message = `${name}, restored, holds no Keycloak: ${keycloakVersion === null ? 'its version is not in it' : 'it has no change sets'}.`;
    return [finding(codes.NOT_KEYCLOAK, { subject, message })];
  }
  const expectedVersion = version ?? manifest?.migrationVersion ?? undefined;
  return [
    ...wrongVersion(subject, name, keycloakVersion, expectedVersion),
    ...migration(subject, name, restored),
    ...keys(subject, name, restored, manifest),
    ...(manifest ? againstManifest(subject, name, restored, manifest) : []),
  ];
}

function wrongVersion(subject: string, name: string, held: string, wanted: string | undefined): Finding[] {
  if (wanted === undefined || compareVersions(held, wanted) === 0) return [];
  const why =
    compareVersions(held, wanted) > 0
      ? 'it was taken after an upgrade, and restoring it brings the new schema back'
      : 'it was taken before an earlier upgrade';
  const message = `${name}, restored, holds the schema of Keycloak ${held}, where ${wanted} is to be restored: ${why}.`;
  return [finding(codes.WRONG_KEYCLOAK_VERSION, { subject, message, expected: wanted, actual: held })];
}

function migration(subject: string, name: string, { locksHeld, changeLogs }: RestoredFacts): Finding[] {
  const failures = changeLogs.filter(({ failed: count }) => count > 0);
  return [
    ...(locksHeld > 0
      ? [
          finding(codes.LOCK_HELD, {
            subject,
            message: `${name}, restored, holds ${locksHeld === 1 ? 'a lock' : `${locksHeld} locks`} of databasechangeloglock: a migration was under way when it was taken, or had broken off.`,
            expected: 0,
            actual: locksHeld,
          }),
        ]
      : []),
    ...failures.map(({ table, failed: count }) =>
      finding(codes.CHANGE_SET_FAILED, {
        subject: `${subject}/${table}`,
        message: `${name}, restored, holds ${count} change sets in ${table} that are marked as failed.`,
        expected: 0,
        actual: count,
      }),
    ),
  ];
}

function keys(subject: string, name: string, { constraints, indexes }: RestoredFacts, manifest: BackupManifest | null): Finding[] {
  const known = manifest?.constraints;
  const found = [
    { what: 'constraints', is: constraints.total, was: known?.total },
    { what: 'constraints that are not validated', is: constraints.notValidated, was: known?.notValidated ?? 0 },
    // What a broken-off build has left behind is not dumped.
    { what: 'indexes', is: indexes.total, was: manifest?.indexes && manifest.indexes.total - manifest.indexes.invalid },
    { what: 'invalid indexes', is: indexes.invalid, was: 0 },
  ];
  return found
    .filter(({ is, was }) => was !== undefined && is !== was)
    .map(({ what, is, was }) =>
      finding(codes.CONSTRAINT_MISSING, {
        subject: `${subject}/${what.replaceAll(' ', '-')}`,
        message: `${name}, restored, has ${is} ${what}; ${known ? `there were ${was} when it was taken` : `a sound database has ${was}`}.`,
        expected: was ?? 0,
        actual: is,
      }),
    );
}

/** Where the manifest did not count them, the live database tells what should be there; an index may have been added to it since. */
function againstLive(subject: string, { backup: { name }, manifest, live }: DrillRecord): Finding[] {
  if (!live || manifest?.constraints) return [];
  const { missingConstraints, missingIndexes } = live;
  const missing = [
    { what: 'constraint', names: missingConstraints, severity: 'fail' },
    { what: 'index', names: missingIndexes, severity: 'warn' },
  ] as const;
  return missing.flatMap(({ what, names, severity }) =>
    names.map((each) =>
      finding(codes.CONSTRAINT_MISSING, {
        subject: `${subject}/${each}`,
        severity,
        message: `${name}, restored, lacks the ${what} ${each}, which the live database of the same version has.`,
        expected: each,
        actual: null,
      }),
    ),
  );
}

function againstManifest(subject: string, name: string, restored: RestoredFacts, manifest: BackupManifest): Finding[] {
  const said: Readonly<Record<string, number>> = { databasechangelog: manifest.changeSets, ...manifest.counts };
  const counts = Object.entries(said)
    .filter(([table, rows]) => (restored.counts[table] ?? 0) !== rows)
    .map(([table, rows]) =>
      finding(codes.COUNT_MISMATCH, {
        subject: `${subject}/${table}`,
        message: `${name}, restored, has ${restored.counts[table] ?? 0} rows of ${table}; ${rows} ${countedWhen(manifest)}.`,
        expected: rows,
        actual: restored.counts[table] ?? 0,
      }),
    );
  const logs = (manifest.changeLogs ?? []).flatMap(({ table, hash }) => {
    const held = restored.changeLogs.find((log) => log.table === table);
    return held?.hash === hash
      ? []
      : finding(codes.CHANGE_SETS_DIFFER, {
          subject: `${subject}/${table}`,
          message: `${name}, restored, has ${held ? 'other change sets in' : 'no'} ${table} than were there when it was taken.`,
          expected: hash,
          actual: held?.hash ?? null,
        });
  });
  const missing = (manifest.realms ?? []).filter((realm) => !restored.realms.includes(realm));
  const realms = missing.map((realm) =>
    finding(codes.COUNT_MISMATCH, {
      subject: `${subject}/realm/${realm}`,
      message: `${name}, restored, has no realm "${realm}", which was there when it was taken.`,
      expected: realm,
      actual: null,
    }),
  );
  return [...counts, ...logs, ...realms];
}

function booted(subject: string, name: string, keycloak: NonNullable<DrillRecord['keycloak']>): DrillJudgement {
  const { version, ready, loggedIn, why } = keycloak;
  const because = why === null ? '.' : `: ${why}`;
  if (ready && loggedIn === true) return { findings: [], gaps: [] };
  if (ready && loggedIn === null) {
    const reason = `Whether one can log in to Keycloak ${version} on the restored ${name} is not known${because}`;
    return { findings: [], gaps: [gap(codes.KEYCLOAK_NOT_UP, { subject, reason })] };
  }
  const message = `Keycloak ${version} on the restored ${name} ${ready ? 'refuses a login' : 'does not become ready'}${because}`;
  return { findings: [finding(codes.KEYCLOAK_NOT_UP, { subject, message, expected: true, actual: false })], gaps: [] };
}

function tooSlow(subject: string, record: DrillRecord, withinSeconds: number | undefined): Finding[] {
  const took = measuredRestore(record);
  if (withinSeconds === undefined || took <= withinSeconds) return [];
  const message = `Restoring ${record.backup.name} took ${restoreInWords(record)}; the environment allows ${withinSeconds} s.`;
  return [finding(codes.RTO_EXCEEDED, { subject, message, expected: withinSeconds, actual: Number(took.toFixed(1)) })];
}

/** What is worth telling of a drill, whatever it proves. */
export function drillFacts(record: DrillRecord): Fact[] {
  const { backup, seconds, restored, leftOut, level, host, finishedAt, keycloak, provided } = record;
  const physical = isPhysical(record);
  const time = (name: string, value: number | null): Fact[] =>
    value === null ? [] : [{ name, value: Number(value.toFixed(2)), unit: 's' }];
  return [
    { name: 'restored backup', value: backup.name },
    { name: physical ? 'fingerprint' : 'SHA-256', value: backup.sha256 },
    { name: 'drill', value: `${level ?? 'not restored'}, on ${host}, ${finishedAt}` },
    ...(provided
      ? [{ name: 'restored into', value: `"${provided.database}" of ${provided.at}, PostgreSQL ${provided.serverVersion}` }]
      : []),
    ...time(physical ? 'copying its files' : 'fetch or unpack', seconds.fetch),
    ...time(physical ? 'recovery by its log' : 'restore of the rows', seconds.restore),
    ...time('indexes and constraints', seconds.index),
    ...time('start of Keycloak', seconds.boot),
    ...(seconds.boot === null ? [{ name: 'start of Keycloak', value: 'not measured' }] : []),
    ...time(seconds.boot === null ? 'measured time to restore, at least' : 'measured time to restore', measuredRestore(record)),
    ...(restored ? [{ name: 'Keycloak version in it', value: restored.keycloakVersion ?? 'none' }] : []),
    ...(restored ? [{ name: 'held against', value: comparedWith(record) }] : []),
    ...(keycloak ? [{ name: `Keycloak ${keycloak.version} on it`, value: keycloak.ready ? 'ready' : 'not ready' }] : []),
    ...(leftOut.length > 0 ? [{ name: 'left out', value: leftOut.slice(0, 10).join(', ') }] : []),
  ];
}

function comparedWith({ manifest, live }: DrillRecord): string {
  const database = live ? 'the keys and indexes of the live database' : undefined;
  if (!manifest) return database ?? 'nothing: it has no manifest, and no live database of its version could be read';
  const counted = `${Object.keys(manifest.counts).length} tables`;
  const tables =
    manifest.countedIn === 'dump'
      ? `what was counted in the dump itself: ${counted}; what was missing from the beginning, that does not tell`
      : `its manifest: ${counted}`;
  return manifest.constraints || database === undefined ? tables : `${tables}, and ${database}`;
}
