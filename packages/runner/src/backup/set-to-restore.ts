import { cpus } from 'node:os';
import { backupCodes, describeSets, pinnedSet } from '@keycloak-release-gate/checks/backup';
import type { Backup, BackupSets } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError, gap, nearest } from '@keycloak-release-gate/core';
import type { Environment, Finding, Gap } from '@keycloak-release-gate/core';
import type { BootOldKeycloak, SetWanted } from '@keycloak-release-gate/scratch';
import { cleanLine } from '../report/clean-text.ts';
import { bootOldKeycloak } from './boot-old-keycloak.ts';
import type { ToDrill } from './drill.ts';
import type { BackupEnvironment } from './environment.ts';
import type { LiveDatabase } from './live-database.ts';
import type { DrillAsked } from './run-drill.ts';
import { restoreProgramsOf } from './set-programs.ts';

/** What is to be restored, or why there is nothing; with what was found on the way to it. */
export interface RestoreChoice {
  readonly chosen?: { readonly toDrill: ToDrill; readonly boot: BootOldKeycloak | undefined };
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}

/**
 * A backup that is no dump, ready to be restored on trial, or why there is none: the named one, or the newest that its keeper calls sound.
 * Throws a ConfigurationError where the name is not there, or where the environment does not say how it is restored.
 */
export async function setToRestore(
  prepared: BackupEnvironment,
  { name, level, jobs }: DrillAsked,
  live: LiveDatabase,
  signal: AbortSignal,
): Promise<RestoreChoice> {
  const { environment, file } = prepared;
  const { value: sets, gaps = [] } = await describeSets(environment, signal, { only: name });
  if (!sets) return { findings: [], gaps };
  const set = name === undefined ? pinnedSet(sets) : sets.backups.find(({ id }) => id === name);
  if (!set && name !== undefined) throw unknown(name, environment, sets);
  if (!set?.identity) return { findings: [], gaps: [...gaps, noneToRestore(sets)] };
  const how = await howToRestore(environment, file, sets, set, jobs);
  if ('reason' in how) return { findings: [], gaps: [...gaps, how] };
  const boot = level === 'L5' ? await bootOldKeycloak(prepared, { name: set.id, version: live.version ?? null }, signal) : undefined;
  const { setToDrill } = await import('@keycloak-release-gate/scratch');
  const known = { sha256: set.sha256 ?? '', bytes: set.bytes ?? 0 };
  const { id, kind, consistentAt, finishedAt, startedAt, dbName } = set;
  const takenAt = consistentAt ?? finishedAt ?? startedAt;
  if (takenAt === null) return { findings: [], gaps: [...gaps, noTime(set, sets)] };
  return {
    findings: [],
    gaps,
    chosen: {
      boot,
      toDrill: {
        source: setToDrill(how, {
          identify: () => Promise.resolve(known),
          fingerprint: async () =>
            (await describeSets(environment, signal, { only: id })).value?.backups.find((each) => each.id === id)?.sha256 ?? 'gone',
        }),
        major: how.tools.major,
        backup: { name: id, kind, source: sets.source, takenAt: { earliest: takenAt, latest: takenAt }, database: dbName },
        manifest: null,
        schema: environment.database?.schema,
      },
    },
  };
}

/**
 * How such a backup is restored on this machine, or why it cannot be. Throws a ConfigurationError where the environment does not say what it takes.
 */
export async function howToRestore(
  environment: Environment,
  file: string,
  { keeper }: BackupSets,
  set: Backup,
  jobs = Math.min(4, cpus().length),
): Promise<HowToRestore | Gap> {
  const { name: database } = requireDatabase(environment, file);
  const programsOf = restoreProgramsOf(environment, file, set, jobs);
  const { findPostgresServer, findPostgresTools } = await import('@keycloak-release-gate/scratch');
  const major = Number(/^\d+/.exec(set.pgVersion ?? '')?.[0]);
  // Where its keeper does not tell the version, its files do.
  const tools = await (Number.isNaN(major) ? findPostgresTools() : findPostgresServer(major));
  if (!tools) return noServer(set, major);
  return {
    programsOf,
    tools,
    database,
    systemIdentifier: set.systemId,
    startLsn: keeper === 'pgbackrest' ? set.identity?.facts['first position'] : undefined,
    isSnapshot: set.kind === 'snapshot',
  };
}

type HowToRestore = Omit<SetWanted, 'stage' | 'signal'>;

function requireDatabase({ database, id }: Environment, file: string): NonNullable<Environment['database']> {
  if (database) return database;
  throw new ConfigurationError([
    {
      code: 'NO_DATABASE',
      message: `The environment "${id}" has no \`database\`, so nobody knows which of a cluster's is Keycloak's.`,
      where: file,
      remedy: 'Declare it.',
    },
  ]);
}

function noneToRestore({ source, backups }: BackupSets): Gap {
  const [newest] = backups;
  const reason = newest ? `${source} has no sound backup: ${newest.id} is ${newest.state}.` : `${source} has no backup.`;
  return gap(backupCodes.NONE_FOUND, { subject: `source/${source}`, reason });
}

const noServer = ({ id }: Backup, major: number): Gap =>
  gap(backupCodes.SERVER_MISSING, {
    subject: `backup/${id}`,
    reason: Number.isNaN(major)
      ? `${id} was not restored: PostgreSQL's server is not installed here.`
      : `${id} was not restored: it holds files of PostgreSQL ${major}, on which no other version starts, and that one is not installed here.`,
    remedy: `Install PostgreSQL's server in that version${Number.isNaN(major) ? '' : ` (\`apt-get install postgresql-${major}\`)`}, or name its folder by POSTGRES_PROGRAMS.`,
  });

const noTime = ({ id }: Backup, { source }: BackupSets): Gap =>
  gap(backupCodes.TIME_UNKNOWN, { subject: `backup/${id}`, reason: `${id} of ${source} says neither when it began nor when it ended.` });

function unknown(name: string, { id }: Environment, { backups, source }: BackupSets): ConfigurationError {
  const guess = nearest(
    name,
    backups.map((each) => each.id),
  );
  return new ConfigurationError([
    {
      code: 'UNKNOWN_BACKUP',
      message: `There is no backup "${cleanLine(name)}" in ${source}.`,
      remedy: `${guess === undefined ? '' : `Did you mean "${cleanLine(guess)}"? `}\`verify backup list --env ${id}\` names them.`,
    },
  ]);
}
