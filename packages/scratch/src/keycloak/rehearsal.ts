import type { ScratchServer } from '../server.ts';
import { requireOwnProviders } from './custom-providers.ts';
import { changesOfData, digestTables, tableChanges } from './digest.ts';
import type { KeycloakHome } from './home.ts';
import { NotReady, startKeycloak } from './keycloak-on-copy.ts';
import type { KeycloakOnCopy } from './keycloak-on-copy.ts';
import { loggedMigration } from './log.ts';
import { failed, succeeded } from './login.ts';
import { lookAtOld, nothingToLookAt } from './look-at-old.ts';
import { gather } from './participants.ts';
import { keycloakSchema, quieten } from './quiet.ts';
import type { Rehearsal, RehearsedMigration } from './rehearsal-facts.ts';
import { workOnNew } from './work-on-new.ts';

export interface RehearsalOptions {
  /** The seconds that the probes of the pods allow a start: of the startup probe, failureThreshold × periodSeconds. */
  readonly budgetSeconds?: number;
  /** Seconds after which a version that is not ready is given up; 1800 by default. */
  readonly within?: number;
  /** Has Java compile less, which halves the start of the new version: for where its seconds are of no interest. */
  readonly quick?: boolean;
}

/** Both homes. */
export interface Pair {
  readonly from: KeycloakHome;
  readonly to: KeycloakHome;
}

/**
 * Migrates the copy with the new version, works on it there, and starts the old version on the result. The copy is changed for
 * good. Throws a ConfigurationError as `forecastMigration` does, an Error where the copy is no database of Keycloak.
 */
export async function rehearseMigration(
  copy: ScratchServer,
  { from, to }: Pair,
  signal: AbortSignal,
  { budgetSeconds, within = 1_800, quick = false }: RehearsalOptions = {},
): Promise<Rehearsal> {
  const schema = await keycloakSchema(copy);
  if (schema === undefined) throw new Error('The copy has no table migration_model: it is no database of Keycloak.');
  for (const home of [from, to]) await requireOwnProviders(copy, home, schema);
  await quieten(copy, schema);
  const people = await gather(copy, schema);
  const before = await digestTables(copy, schema);

  const start = (home: KeycloakHome, compileLess: boolean): Promise<KeycloakOnCopy> =>
    startKeycloak(copy, home, { within, schema, quick: compileLess }, signal);
  const migrated = async (keycloak: KeycloakOnCopy, ready: number | NotReady): Promise<RehearsedMigration> => {
    const changes = tableChanges(before, await digestTables(copy, schema));
    const { seconds, models } = loggedMigration(await keycloak.log());
    const secondsToReady = ready instanceof NotReady ? null : ready;
    return {
      ready: ready instanceof NotReady ? failed(ready.message) : succeeded,
      secondsToReady,
      secondsOfMigration: seconds,
      budgetSeconds: budgetSeconds ?? null,
      withinBudget: budgetSeconds === undefined || secondsToReady === null ? null : secondsToReady <= budgetSeconds,
      models,
      changes,
      onlyBookkeeping: changesOfData(changes).length === 0,
    };
  };
  const told = { from: from.version, to: to.version, touchedRealm: people.active.realm };

  const newer = await start(to, quick);
  let first: Pick<Rehearsal, 'migration' | 'onNew'>;
  try {
    const ready = await readiness(newer);
    if (ready instanceof NotReady) {
      await newer.stop();
      return { ...told, migration: await migrated(newer, ready), onNew: null, onOld: null };
    }
    // Before anybody logs in: what people write is not the migration's.
    const migration = await migrated(newer, ready);
    first = { migration, onNew: await workOnNew(newer, people, signal) };
  } finally {
    await newer.stop();
  }

  const older = await start(from, true);
  try {
    const ready = await readiness(older);
    const onOld = ready instanceof NotReady ? nothingToLookAt(failed(ready.message)) : await lookAtOld(older, ready, people, signal);
    return { ...told, ...first, onOld };
  } finally {
    await older.stop();
  }
}

async function readiness(keycloak: KeycloakOnCopy): Promise<number | NotReady> {
  try {
    return await keycloak.ready();
  } catch (error) {
    if (error instanceof NotReady) return error;
    throw error;
  }
}
