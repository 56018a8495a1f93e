import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import type { ProvidedFacts, ProvidedTarget, ProvidedWay } from '@keycloak-release-gate/scratch';
import type { Variables } from '../scenarios/resolve-environment.ts';
import { backupEnvironment } from './environment.ts';
import type { BackupEnvironment } from './environment.ts';
import { liveDatabase } from './live-database.ts';
import type { LiveDatabase } from './live-database.ts';
import { addressesOf, canonicalAddress, isHere, livePlaces, resolved } from './live-places.ts';
import type { LivePlace } from './live-places.ts';
import { refusedByItself, refusedByPlace } from './target-refusals.ts';
import type { Compared } from './target-refusals.ts';
import { isProblems, targetOf } from './target-way.ts';
import type { Target } from './target-way.ts';

/** A database server that a person provides for trials, once nothing speaks against it. */
export interface ProvidedForDrill extends ProvidedTarget {
  /** For the record: `trials.example:5432`. */
  readonly at: string;
  readonly serverVersion: string;
  /** The environments whose database it was held against, and by what. */
  readonly comparedWith: readonly { readonly environment: string; readonly by: readonly string[] }[];
}

interface Wanted {
  /** As `--target` names it. */
  readonly named: string;
  readonly scenarios: string;
  readonly live: LiveDatabase;
  readonly variables: Variables;
}

/**
 * Looks at the server that `--target` names, and refuses it unless it is for sure none that is in use: by its name, its address and its system
 * identifier, by the comment of the database and by its emptiness. Throws a ConfigurationError.
 */
export async function providedTarget(prepared: BackupEnvironment, wanted: Wanted, signal: AbortSignal): Promise<ProvidedForDrill> {
  const { named, scenarios, variables } = wanted;
  const way = targetOf(named, variables);
  if (isProblems(way)) throw new ConfigurationError(way);
  const addresses = await addressesOf(way.host);
  if (!addresses) throw new ConfigurationError([unreachable(`${way.host} cannot be resolved.`)]);
  const asked = { ...way, addresses };
  const { id, backups } = prepared.environment;
  const known: Compared = { environment: id, places: await placesOf(prepared, scenarios, variables), systemIdentifiers: [] };
  const refusals = [
    ...refusedByPlace(asked, known),
    ...(mayHold(way.host, addresses, backups?.restore?.hosts ?? []) ? [] : [foreign(id, way.host)]),
  ];
  if (refusals.length > 0) throw new ConfigurationError(refusals);
  const { scratchComment } = await import('@keycloak-release-gate/scratch');
  const compared = { ...known, systemIdentifiers: await identifiersOf(prepared, known, wanted, signal), unseen: wanted.live.unseen };
  const { provided, facts } = await reached(way, signal);
  const problems = refusedByItself(asked, facts, compared, canonicalAddress, scratchComment);
  if (problems.length > 0 || facts.systemIdentifier === null) throw new ConfigurationError(problems);
  return {
    way: provided,
    systemIdentifier: facts.systemIdentifier,
    major: facts.major,
    at: `${way.host}:${way.port}`,
    serverVersion: facts.version,
    comparedWith: comparisons(compared),
  };
}

/** Restored personal data stays on the machines that the environment names: on that server too. */
const mayHold = (host: string, addresses: readonly string[], hosts: readonly string[]): boolean =>
  addresses.every(isHere) || hosts.includes(host);

const foreign = (id: string, host: string): Problem => ({
  code: 'RESTORE_NOT_ALLOWED',
  message: `Personal data of "${id}" may not be restored on ${host}. Nothing was restored.`,
  where: `scenarios/environments/${id}.ts: backups.restore.hosts`,
  remedy: `Add '${host}' there, where whoever owns the data agrees.`,
});

const unreachable = (why: string): Problem => ({
  code: 'TARGET_UNREACHABLE',
  message: `The server to restore into could not be looked at: ${why}`,
  where: '--target',
  remedy: 'Check the address, the account, PGPASSWORD or ~/.pgpass, and that the server lets this machine in.',
});

/** The first of its addresses that answers, and what it says. Throws a ConfigurationError where none does. */
async function reached(way: Target, signal: AbortSignal): Promise<{ readonly provided: ProvidedWay; readonly facts: ProvidedFacts }> {
  const { lookAtProvided } = await import('@keycloak-release-gate/scratch');
  const failures: string[] = [];
  for (const address of (await resolved(way.host)) ?? [undefined]) {
    const provided = { ...way, address };
    try {
      return { provided, facts: await lookAtProvided(provided, signal) };
    } catch (error) {
      signal.throwIfAborted();
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new ConfigurationError([unreachable(`${[...new Set(failures)].join('; ')}.`)]);
}

/** Where the databases are; of the environment itself as it was resolved, a lab's too. */
async function placesOf({ environment }: BackupEnvironment, scenarios: string, variables: Variables): Promise<readonly LivePlace[]> {
  const { database, id } = environment;
  const places = await livePlaces(scenarios, variables);
  if (!database) return places;
  const { host, port, name } = database;
  const place = { host, port, database: name, addresses: await addressesOf(host) };
  return places.map((each) => (each.environment === id ? { ...each, place } : each));
}

/** The identifiers of the clusters of all environments whose database can be looked at from here. */
async function identifiersOf(
  { environment: { id } }: BackupEnvironment,
  { places }: Compared,
  { live, scenarios, variables }: Wanted,
  signal: AbortSignal,
): Promise<Compared['systemIdentifiers']> {
  const others = places.filter(({ environment, place, ofLab }) => environment !== id && place?.addresses !== undefined && !ofLab);
  const read = await Promise.all(
    others.map(async ({ environment }) => {
      try {
        const prepared = await backupEnvironment({ env: environment, scenarios, lab: '', quiet: true }, variables, ['database']);
        return { environment, identifier: (await liveDatabase(prepared, signal)).systemIdentifier };
      } catch (error) {
        // Its secrets are not here: it is held against by its name and address.
        if (error instanceof ConfigurationError) return { environment, identifier: undefined };
        throw error;
      }
    }),
  );
  return [{ environment: id, identifier: live.systemIdentifier }, ...read].flatMap(({ environment, identifier }) =>
    identifier === undefined ? [] : [{ environment, identifier }],
  );
}

const comparisons = ({ places, systemIdentifiers }: Compared): ProvidedForDrill['comparedWith'] =>
  places.map(({ environment, place }) => ({
    environment,
    by: [
      ...(place ? ['name'] : []),
      ...(place?.addresses ? ['address'] : []),
      ...(systemIdentifiers.some((each) => each.environment === environment) ? ['system identifier'] : []),
    ],
  }));
