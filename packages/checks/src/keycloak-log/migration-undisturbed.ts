import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Exhibit, Fact } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { workload } from '../kubernetes/workload.ts';
import { codes } from './codes.ts';
import { judgeCutOff } from './migration-end.ts';
import { migrationsOf, secondsBetween } from './migration-run.ts';
import type { MigrationRun } from './migration-run.ts';
import { inOrder } from './pod-logs-evidence.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';
import { podLogs } from './pod-logs.ts';

/** No run of Keycloak ended in the middle of migrating the database. */
export const migrationUndisturbed = defineCheck({
  id: 'keycloak-log/migration-undisturbed',
  title: 'No migration was cut off',
  why: 'A migration that takes longer than a probe allows is killed, rolled back and begun again, for ever: the pods look like crashing, and nothing in their last log is an error.',
  reads: { now: workload, logs: podLogs },
  expects: z.object({}),
  judge: ({ now, logs: all }) => {
    const logs = inOrder(all);
    if (logs.pods.length === 0) {
      const message = 'There is no pod whose log could tell of a migration.';
      return { findings: [finding(codes.NOT_STARTED, { subject: 'logs', message })], settling: message };
    }
    const seen = logs.pods.map((pod) => ({ pod, migrations: migrationsOf(pod) }));
    const findings = seen.flatMap(({ pod, migrations }) => {
      const newest = migrations.findIndex(({ outcome }) => outcome === 'cut off');
      const cutOff = migrations[newest];
      return cutOff ? [judgeCutOff(pod, cutOff, hasRecovered(pod, migrations.slice(0, newest)), now)] : [];
    });
    const running = seen.flatMap(({ pod, migrations }) =>
      migrations.some(({ outcome }) => outcome === 'running') ? [`${pod.name} still migrates the database.`] : [],
    );
    // The next try may come to its end, and the one that runs may be killed.
    const settling = [...findings.filter(({ severity }) => severity === 'fail').map(({ message }) => message), ...running];
    return {
      findings,
      facts: seen.flatMap(({ pod, migrations }) => factsOf(pod, migrations)),
      exhibits: migrationsTable(seen),
      ...(settling.length === 0 ? {} : { settling: settling.join(' ') }),
    };
  },
});

/** A later run came to its end: of a migration, or of a start that found nothing left to migrate. */
const hasRecovered = (pod: LoggedPod, later: readonly MigrationRun[]): boolean =>
  later.length === 0 ? pod.ready : later.some(({ outcome }) => outcome === 'completed');

function factsOf({ name }: LoggedPod, migrations: readonly MigrationRun[]): Fact[] {
  return migrations.flatMap(({ outcome, run, from, lastStep }) => {
    const seconds = outcome === 'completed' ? secondsBetween(from, run.log.bootstrap?.at ?? run.log.banner?.at) : undefined;
    return seconds === undefined ? [] : [{ name: `${name} migrated the database, its last step: ${lastStep}`, value: seconds, unit: 's' }];
  });
}

const migrationsTable = (seen: readonly { readonly pod: LoggedPod; readonly migrations: readonly MigrationRun[] }[]): Exhibit[] => {
  const rows = seen.flatMap(({ pod, migrations }) =>
    migrations.map(({ run, outcome, from, to, lastStep }) => [
      pod.name,
      `${run.attempt} (${run.which})`,
      from ?? '',
      lastStep,
      outcome === 'cut off' ? (to ?? '') : '',
      outcome,
    ]),
  );
  return rows.length === 0
    ? []
    : [{ kind: 'table', title: 'Migrations of the database', columns: ['Pod', 'Run', 'Began', 'Last step', 'Last line', 'Came to'], rows }];
};
