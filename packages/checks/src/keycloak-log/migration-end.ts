import { compare, finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { isSince } from '../kubernetes/deploy-start.ts';
import { exitCodeInWords } from '../kubernetes/exit-code.ts';
import type { Container, State, Workload, WorkloadEvent } from '../kubernetes/workload-evidence.ts';
import { codes } from './codes.ts';
import { secondsBetween } from './migration-run.ts';
import type { MigrationRun } from './migration-run.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';
import { probeBudget } from './probe-budget.ts';

const ONE_TRANSACTION = 'It is one transaction: nothing of it is left, and the next try begins again from zero.';

/**
 * Who ended a migration in the middle, and what it comes to. A log line alone proves nothing, so the container's own end must be
 * there, and a probe is named only where the kubelet said that it killed for it. `recovered`: a later try came to its end.
 */
export function judgeCutOff(pod: LoggedPod, migration: MigrationRun, recovered: boolean, now: Workload): Finding {
  const container = now.pods.find(({ name }) => name === pod.name)?.containers.find(({ name }) => name === now.container);
  const end = endOf(container, migration);
  const lasted = secondsBetween(migration.from, end?.finishedAt ?? migration.to);
  const ran = `${lasted === undefined ? '' : ` after ${lasted} s`}, at: ${migration.lastStep}`;
  const after = recovered ? ' A later try has come to its end.' : '';
  const found = { subject: `pod/${pod.name}`, ...(recovered ? { severity: 'warn' as const } : {}) };
  const killing = killingOf(now.events, pod.name, now.container, migration);
  const probe = killing && probeIn(killing);
  if (probe) {
    const budget = probeBudget(container?.probes?.[probe]);
    const unhealthy = newestOf(
      now.events,
      ({ subject, reason, message }) =>
        subject === `pod/${pod.name}` && reason === 'Unhealthy' && message.toLowerCase().startsWith(`${probe} probe`),
    );
    return finding(codes.MIGRATION_KILLED_BY_PROBE, {
      ...found,
      message: [
        `The ${probe} probe killed Keycloak in ${pod.name} while it migrated the database${ran}.`,
        ...(budget === undefined ? [] : [`That probe gives it ${budget} s (${container?.probes?.[probe]}).`]),
        ...(unhealthy ? [`The kubelet: ${unhealthy.message}`] : []),
        `${ONE_TRANSACTION}${after}`,
      ].join(' '),
      ...(budget === undefined ? {} : { expected: `a ${probe} probe that outlasts the migration`, actual: `${budget} s` }),
    });
  }
  const why = killing
    ? `the kubelet stopped it (${killing.message})`
    : end
      ? `it ended with ${exitCodeInWords(end.exitCode)}${end.reason === 'OOMKilled' ? ' (OOMKilled)' : ''}`
      : 'it ended, and nothing tells why';
  return finding(codes.MIGRATION_CUT_OFF, {
    ...found,
    message: `Keycloak in ${pod.name} did not finish migrating the database: ${why}${ran}. ${ONE_TRANSACTION}${after}`,
  });
}

/** The end that the container's status tells of this run. */
function endOf(container: Container | undefined, { run }: MigrationRun): Extract<State, { kind: 'terminated' }> | undefined {
  const ended = [container?.state, container?.last].filter((state) => state?.kind === 'terminated');
  return ended.find(({ startedAt }) => startedAt === run.startedAt);
}

/** The kubelet's word that it stops the container, said since this run began. */
const killingOf = (
  events: readonly WorkloadEvent[],
  pod: string,
  name: string,
  { run: { startedAt } }: MigrationRun,
): WorkloadEvent | undefined =>
  newestOf(
    events,
    ({ subject, reason, container, message, last }) =>
      subject === `pod/${pod}` &&
      reason === 'Killing' &&
      (container === undefined || container === name) &&
      message.includes(name) &&
      (startedAt === undefined || last === undefined || isSince(last, startedAt)),
  );

/** The newest event that matches, whatever their order. */
const newestOf = (events: readonly WorkloadEvent[], matches: (event: WorkloadEvent) => boolean): WorkloadEvent | undefined =>
  events.filter(matches).toSorted((a, b) => compare(b.last ?? '', a.last ?? '') || compare(a.message, b.message))[0];

function probeIn({ message }: WorkloadEvent): 'startup' | 'liveness' | undefined {
  const kind = /failed (startup|liveness) probe/.exec(message)?.[1];
  return kind === 'startup' || kind === 'liveness' ? kind : undefined;
}
