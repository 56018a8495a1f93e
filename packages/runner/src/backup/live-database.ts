import { databaseRecorded, DatabaseState, DatabaseStructure, schemaMatchesRunningVersion } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import type { Keys } from '@keycloak-release-gate/checks/backup';
import { lookOnce } from '../collect/look-once.ts';
import { planSuite } from '../plan/plan.ts';
import type { BackupEnvironment } from './environment.ts';

const suite = defineSuite({
  id: 'backup',
  title: 'The live database',
  needsRelease: false,
  steps: () => [step({ id: 'backup/live', sentence: 'The live database is known' }, [databaseRecorded(), schemaMatchesRunningVersion()])],
});

/** As much of the environment's own database as a drill is held against. */
export interface LiveDatabase {
  /** PostgreSQL's identifier of its cluster: nothing is restored there. */
  readonly systemIdentifier?: string;
  /** The newest version in migration_model. */
  readonly version?: string;
  /** Its constraints and indexes. */
  readonly keys?: Keys;
  /** Why not all of it could be read. */
  readonly unseen?: string;
}

/** Looks at the environment's own database, as far as it is declared and can be read. */
export async function liveDatabase(prepared: BackupEnvironment, signal: AbortSignal): Promise<LiveDatabase> {
  if (!prepared.environment.database) return {};
  const plan = planSuite(suite, { suite: suite.id, environment: prepared.environment });
  const wanted = ['database/state', 'database/structure'];
  const looks = [...plan.looks.values()].filter(({ collector: { id } }) => wanted.includes(id));
  const taken = await lookOnce({ ...prepared, plan }, looks, { signal });
  signal.throwIfAborted();
  const evidence = taken.map(({ raw }) => raw);
  const [unseen] = taken.flatMap(({ gaps }) => gaps.map(({ reason }) => reason));
  const state = evidence.flatMap((raw) => DatabaseState.safeParse(raw).data ?? [])[0];
  const structure = evidence.flatMap((raw) => DatabaseStructure.safeParse(raw).data ?? [])[0];
  const systemIdentifier = state?.server.systemIdentifier ?? undefined;
  const [newest] = state?.migrations ?? [];
  return {
    ...(unseen === undefined ? {} : { unseen }),
    ...(systemIdentifier === undefined ? {} : { systemIdentifier }),
    ...(newest ? { version: newest.version } : {}),
    ...(structure
      ? {
          keys: {
            constraints: structure.tables.flatMap(({ name, constraints }) => Object.keys(constraints).map((each) => `${name}.${each}`)),
            indexes: structure.tables.flatMap(({ indexes }) => Object.keys(indexes)),
          },
        }
      : {}),
  };
}
