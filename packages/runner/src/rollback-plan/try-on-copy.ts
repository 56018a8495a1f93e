import { hostname } from 'node:os';
import { join } from 'node:path';
import { asPinnedSet, compareVersions, computePlan, probeBudget, stateOf } from '@keycloak-release-gate/checks';
import type { DatabaseState } from '@keycloak-release-gate/checks';
import type { Backup, BackupSets, Dump } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Environment, Problem, Release } from '@keycloak-release-gate/core';
import type { Forecast as ScratchForecast, Pair as Homes, ScratchPlace, ScratchServer } from '@keycloak-release-gate/scratch';
import { howToRestore } from '../backup/set-to-restore.ts';
import type { LongWork } from '../progress/long-work.ts';
import { factsOf } from './compose.ts';
import { imageProblem } from './home-of-image.ts';
import { hashToRestore } from './hash-to-restore.ts';
import type { Live } from './live.ts';
import { fileOf, newestBackup, restoreProblems } from './may-try.ts';
import type { Newest } from './may-try.ts';
import { judgedForecast, judgedRehearsal, measuredForecast, whyNoForecast } from './rehearsed.ts';
import { nothingTried } from './tried.ts';
import type { Tried } from './tried.ts';

export interface Trying {
  readonly environment: Environment;
  readonly release: Release;
  readonly live: Live;
  /** True: it must be tried; false: it must not; undefined: where that is possible. */
  readonly rehearse: boolean | undefined;
  readonly signal: AbortSignal;
  readonly told: LongWork;
}

/**
 * Restores the newest good backup into a scratch server, has the new version forecast its migration there, and rehearses plan A. All of it
 * is gone afterwards. Throws a ConfigurationError where it must be tried and cannot be.
 */
export async function tryOnCopy(trying: Trying): Promise<Tried> {
  const { release, rehearse, signal } = trying;
  if (!release.deploys) return nothingTried();
  if (rehearse === false) return nothingTried('It was asked not to be (--no-rehearse).');
  if (isUnreadable(trying)) return nothingTried('What the plan rests on cannot be read, so nothing was restored and tried.');
  const { RestoreFailed } = await import('@keycloak-release-gate/scratch');
  try {
    const homes = await findHomes(trying);
    const backup = newestBackup(trying.environment, trying.live);
    if ('code' in backup) throw new ConfigurationError([backup]);
    return await restoreAndTry(backup, homes, trying);
  } catch (error) {
    signal.throwIfAborted();
    const why = whyNotTried(error, RestoreFailed);
    if (why === undefined || (rehearse === true && error instanceof ConfigurationError)) throw error;
    return nothingTried(why);
  }
}

/** The plan is decided by what is live already, and no trial can change that. */
function isUnreadable({ environment, release, live }: Trying): boolean {
  const facts = factsOf({ release, environment: environment.id, live, tried: nothingTried(), seenElsewhere: undefined, at: '' });
  return computePlan(facts).decidedBy.rule === 'source-unreadable';
}

/** Both versions' programs, on a machine that may restore. Throws a ConfigurationError. */
export async function findHomes({ environment, release }: Pick<Trying, 'environment' | 'release'>): Promise<Homes> {
  const problems = restoreProblems(environment, hostname());
  const pattern = environment.backups?.restore?.keycloak;
  if (problems.length > 0 || pattern === undefined) throw new ConfigurationError(problems);
  const { keycloakHome, requireIsland } = await import('@keycloak-release-gate/scratch');
  const { from, to } = release.keycloak;
  const homes = { from: await keycloakHome(pattern, from, process.env), to: await keycloakHome(pattern, to, process.env) };
  const problem = imageProblem(homes.to, release);
  if (problem) throw new ConfigurationError([problem]);
  await requireIsland();
  return homes;
}

async function restoreAndTry(backup: Newest, homes: Homes, trying: Trying): Promise<Tried> {
  const { told, signal } = trying;
  const { NotRemoved, openPlace } = await import('@keycloak-release-gate/scratch');
  const place = await openPlace(signal).catch(unavailable);
  let tried: Tried;
  let notRemoved: string | undefined;
  try {
    const copy = await ('dump' in backup ? copyOfDump(backup, place, trying) : copyOfSet(backup, place, trying));
    tried = { ...(await tryOn(copy.server, homes, trying)), backup: copy.backup };
  } finally {
    told.line('… removing the copy');
    // What was tried is known all the same.
    notRemoved = await place.close().then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof NotRemoved)) throw error;
        told.line(`! ${error.message}`);
        return error.message;
      },
    );
  }
  return notRemoved === undefined ? tried : { ...tried, notRemoved };
}

interface Copy {
  readonly server: ScratchServer;
  readonly backup: NonNullable<Tried['backup']>;
}

async function copyOfDump(
  { dump, directory }: { readonly dump: Dump; readonly directory: string },
  place: ScratchPlace,
  { signal, told, live }: Trying,
): Promise<Copy> {
  const { findPostgresTools, restoreDump, startScratchServer } = await import('@keycloak-release-gate/scratch');
  const tools = await findPostgresTools();
  if (!tools) throw new ConfigurationError([noTools]);
  const { name, takenAt, kind, packed } = dump;
  told.line(`… restoring ${name} into a scratch server`);
  const sha256 = await hashToRestore(dump, directory, signal);
  const server = await startScratchServer(place, tools, signal).catch(unavailable);
  const identifier = live.database?.server.systemIdentifier;
  const systemIdentifiers = identifier === null || identifier === undefined ? [] : [identifier];
  await restoreDump(server, { path: join(directory, name), kind, packed }, { live: { systemIdentifiers }, signal, tell: told.moving });
  return { server, backup: { name, sha256, takenAt: { earliest: takenAt.earliest, latest: takenAt.latest } } };
}

async function copyOfSet(
  { set, sets }: { readonly set: Backup; readonly sets: BackupSets },
  place: ScratchPlace,
  { environment, signal, told }: Trying,
): Promise<Copy> {
  const { restoreSet } = await import('@keycloak-release-gate/scratch');
  const how = await howToRestore(environment, fileOf(environment), sets, set);
  if ('reason' in how) throw new ConfigurationError([{ code: 'NO_POSTGRES', message: how.reason, remedy: how.remedy }]);
  const pin = asPinnedSet(set, sets.source, []);
  if (!pin) throw new Error(`${set.id} was chosen, and is not known by more than its name.`);
  told.line(`… restoring ${set.id} into a scratch server`);
  const { server } = await restoreSet(place, { ...how, stage: () => undefined, signal }).catch(unavailable);
  return { server, backup: { name: pin.name, sha256: pin.sha256, takenAt: pin.takenAt } };
}

/** This machine makes no scratch server: where it must be tried, that is to be corrected; elsewhere nothing was tried. */
async function unavailable(error: unknown): Promise<never> {
  const { ScratchUnavailable } = await import('@keycloak-release-gate/scratch');
  if (!(error instanceof ScratchUnavailable)) throw error;
  throw new ConfigurationError([
    {
      code: 'SCRATCH_UNAVAILABLE',
      message: `No scratch server could be made on this machine: ${error.message.replace(/\.$/, '')}.`,
      remedy: 'See the reason: room in the folder for temporary files (TMPDIR), and an account that PostgreSQL may run as.',
    },
  ]);
}

const inWords = (problems: readonly Problem[]): string =>
  problems.map(({ message, remedy }) => (remedy === undefined ? message : `${message} ${remedy}`)).join(' ');

/** What can be wrong with the machine or the backup; anything else is a defect of the gate. */
function whyNotTried(error: unknown, RestoreFailed: abstract new (...given: never) => Error): string | undefined {
  if (error instanceof ConfigurationError) return inWords(error.problems);
  return error instanceof RestoreFailed ? `The backup could not be restored: ${error.message}` : undefined;
}

const noTools: Problem = {
  code: 'NO_POSTGRES',
  message: 'There is no PostgreSQL server here to restore a backup into.',
  remedy: 'Install postgresql (initdb, postgres, pg_restore, psql), of the version of the database or newer.',
};

async function tryOn(
  server: ScratchServer,
  homes: Homes,
  { live, signal, told, environment, rehearse }: Trying,
): Promise<Omit<Tried, 'backup'>> {
  const { forecastMigration, rehearseMigration } = await import('@keycloak-release-gate/scratch');
  const schema = environment.database?.schema ?? 'public';
  const copy = await readCopy(server, schema);
  if ('notTried' in copy) return nothingTried(copy.notTried);
  const { from, to } = homes;
  told.line(`… asking Keycloak ${to.version} what it would migrate`);
  const forecast = await forecastMigration(server, to, signal);
  // The same version migrates nothing of its own, and what a provider would migrate is told by the forecast: where there is one.
  const rehearses = rehearse === true || compareVersions(from.version, to.version) !== 0 || whyNoForecast(forecast) !== undefined;
  if (!rehearses) return forecastOnly(forecast, homes, copy.state);
  const budget = (live.workload && probeBudget(live.workload))?.seconds;
  told.line(`… rehearsing: Keycloak ${to.version} migrates, is used, and ${from.version} starts on what it leaves`);
  const rehearsal = await rehearseMigration(server, homes, signal, typeof budget === 'number' ? { budgetSeconds: budget } : {});
  const migrated = await readCopy(server, schema);
  if ('notTried' in migrated) return nothingTried(migrated.notTried);
  const judged = judgedRehearsal(rehearsal, to, copy.state, migrated.state);
  const { ready } = rehearsal.migration;
  const why = [
    ...[whyNoForecast(forecast)].flatMap((reason) => (reason === undefined ? [] : [`No forecast: ${reason}`])),
    ...(judged ? [] : [`No rehearsal: Keycloak ${to.version} was not ready on the copy: ${ready.why ?? 'it did not say why'}`]),
  ];
  return {
    ...forecastOnly(forecast, homes, copy.state),
    rehearsal: judged,
    ...(why.length === 0 ? {} : { notTried: why.join(' ') }),
    measured: { forecast: measuredForecast(forecast), secondsToReady: rehearsal.migration.secondsToReady },
  };
}

function forecastOnly(forecast: ScratchForecast, { from, to }: Homes, copy: DatabaseState): Omit<Tried, 'backup'> {
  const why = whyNoForecast(forecast);
  return {
    forecast: judgedForecast(forecast, from.version, to, copy),
    rehearsal: null,
    ...(why === undefined ? {} : { notTried: `No forecast: ${why}` }),
    ...(forecast.kind === 'migration' ? { sql: forecast.sql } : {}),
    measured: { forecast: measuredForecast(forecast), secondsToReady: null },
  };
}

/** The change logs and versions of the copy, read as those of the live database are. */
async function readCopy(server: ScratchServer, schema: string): Promise<{ readonly state: DatabaseState } | { readonly notTried: string }> {
  const place = { name: server.database, schema, user: server.owner.name };
  const { value, gaps = [] } = await server.session(({ query }) => stateOf(place, query));
  return value ? { state: value } : { notTried: `The restored copy could not be read: ${gaps.map(({ reason }) => reason).join(' ')}` };
}
