import {
  backupDirectory,
  BackupDirectory,
  backupFresh,
  databaseState,
  DatabaseState,
  podsHealthy,
  lostByRollback,
  schemaMatchesRunningVersion,
  SinceBackup,
  sinceNewestBackup,
  workload,
  Workload,
} from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { lookOnce } from '../collect/look-once.ts';
import { planSuite } from '../plan/plan.ts';
import type { Prepared } from '../verify/prepare.ts';

/** What is there before the release: the database, its backups, and the pods. Null where it could not be seen. */
export interface Live {
  readonly database: DatabaseState | null;
  readonly backups: BackupDirectory | null;
  readonly workload: Workload | null;
  /** What came since the newest good backup. */
  readonly since: SinceBackup;
  readonly gaps: Readonly<Record<'database' | 'backups' | 'workload', readonly Gap[]>>;
}

const suite = defineSuite({
  id: 'rollback-plan',
  title: 'What the rollback plan is computed from',
  needsRelease: false,
  steps: ({ environment }) => [
    step({ id: 'rollback-plan/live', sentence: 'The database, its backups and the pods are known' }, [
      schemaMatchesRunningVersion(),
      backupFresh(),
      lostByRollback(),
      ...(environment.kubernetes ? [podsHealthy()] : []),
    ]),
  ],
});

/** Looks with the collectors of a run, redacted as in a run. Nothing is changed anywhere. */
export async function lookAtLive(prepared: Prepared, signal: AbortSignal): Promise<Live> {
  // Whatever plan the release declares: what would be lost is counted.
  const { release: _declared, ...run } = prepared.plan.run;
  const plan = planSuite(suite, run);
  const wanted = new Set([databaseState.id, backupDirectory.id, workload.id, sinceNewestBackup.id]);
  const looks = [...plan.looks.values()].filter(({ collector }) => wanted.has(collector.id));
  const taken = await lookOnce({ ...prepared, plan }, looks, { signal });
  signal.throwIfAborted();
  const seen = (id: string): unknown => {
    const recorded = taken.find(({ look }) => look.collector.id === id)?.recorded;
    return recorded === undefined ? null : JSON.parse(recorded);
  };
  const gapsOf = (id: string): readonly Gap[] => taken.find(({ look }) => look.collector.id === id)?.gaps ?? [];
  return {
    database: DatabaseState.nullable().parse(seen(databaseState.id)),
    backups: BackupDirectory.nullable().parse(seen(backupDirectory.id)),
    workload: Workload.nullable().parse(seen(workload.id)),
    since: SinceBackup.parse(seen(sinceNewestBackup.id)),
    gaps: { database: gapsOf(databaseState.id), backups: gapsOf(backupDirectory.id), workload: gapsOf(workload.id) },
  };
}
