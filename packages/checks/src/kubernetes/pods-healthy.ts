import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import { opening } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { deployStart, isSince, sinceOf, sinceWords } from './deploy-start.ts';
import type { DeployStart } from './deploy-start.ts';
import { podSheets } from './pod-sheet.ts';
import { podTrouble } from './pod-trouble.ts';
import { isAlive } from './rollout.ts';
import type { Container, Pod, Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

const Expected = z.object({
  /** More restarts than this since the deploy are a failure; fewer are a warning. */
  maxRestarts: z.number().int().min(0).default(2),
  /** False on a day without a deploy: then only what happened within the last day counts. */
  deployed: z.boolean().default(false),
  ...sinceWords,
});

const DAY = 86_400_000;

/** Every pod of the newest revision runs, is ready, and stays up. */
export const podsHealthy = defineCheck({
  id: 'kubernetes/pods-healthy',
  title: 'Every Keycloak pod is healthy',
  why: 'It is what an engineer reads out of `kubectl describe`: pods that wait, crash, restart or are not ready, and the cause of it.',
  reads: { now: workload, opened: opening(workload) },
  expects: Expected,
  expected: (run) => ({ deployed: run.release?.deploys ?? false, ...sinceOf(run) }),
  judge: ({ now, opened }, { maxRestarts, deployed, since }) => {
    const current = now.pods.filter((pod) => pod.current && pod.phase !== 'Succeeded');
    const wanted = now.object?.replicas.wanted ?? 0;
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const exhibits = (findings: readonly Finding[]): Exhibit[] => [containersTable(now), ...warnings(now), ...podSheets(now, findings)];
    if (current.length === 0) {
      const message = now.object
        ? `${now.kind} ${now.name} wants ${wanted} replicas and has no pod of its newest revision.`
        : `There is no ${now.kind} ${now.name}, so there are no pods.`;
      const findings = [finding(codes.PODS_MISSING, { subject, message, expected: wanted, actual: 0 })];
      return { findings, settling: message, exhibits: exhibits(findings) };
    }
    const from = judgedFrom(now, since, deployed);
    const ready = current.filter((pod) => isAlive(pod) && pod.conditions.some((each) => each.type === 'Ready' && each.status === 'True'));
    const findings: Finding[] = [];
    const settling: string[] = [];
    for (const pod of current) {
      const trouble = podTrouble(pod, { events: now.events, since: from }, now.observedAt);
      if (trouble) {
        // A failed pod was replaced if all wanted are ready; on a day without a deploy, the eviction is then history.
        const replaced = !deployed && since === undefined && pod.phase === 'Failed' && ready.length >= wanted;
        findings.push(
          finding(trouble.code, {
            subject: `pod/${pod.name}`,
            message: trouble.message,
            ...(trouble.terminal === true ? { terminal: true } : {}),
            ...(replaced ? { severity: 'warn' } : {}),
          }),
        );
        if (trouble.terminal !== true && pod.phase !== 'Failed') settling.push(trouble.message);
      } else {
        findings.push(...restarts(pod, opened, from, maxRestarts));
      }
    }
    const facts = [
      { name: 'pods ready', value: `${ready.length} of ${wanted}` },
      { name: 'restarts', value: current.reduce((sum, pod) => sum + pod.containers.reduce((inner, each) => inner + each.restarts, 0), 0) },
      ...leftovers(now),
    ];
    return { findings, facts, exhibits: exhibits(findings), ...(settling.length === 0 ? {} : { settling: settling.join(' ') }) };
  },
});

/** Restarts before this time are history: the deploy's start, or a day ago where nothing was deployed. */
function judgedFrom(now: Workload, since: DeployStart | undefined, deployed: boolean): string | undefined {
  const start = deployStart(now, since)?.at;
  if (deployed || since !== undefined || now.observedAt === undefined) return start;
  const dayAgo = new Date(Date.parse(now.observedAt) - DAY).toISOString();
  return start !== undefined && Date.parse(start) > Date.parse(dayAgo) ? start : dayAgo;
}

/** Restarts of containers that run well now: a warning, and a failure where they are many or went on while the gate looked. */
function restarts(pod: Pod, opened: Workload, from: string | undefined, most: number): Finding[] {
  const before = opened.pods.find((each) => each.uid === pod.uid);
  return pod.containers.flatMap((container) => {
    const atOpening = before?.containers.find((each) => each.name === container.name)?.restarts ?? container.restarts;
    const grown = container.restarts - atOpening;
    const count = restartsSince(container, pod, from);
    if (count === 0 && grown === 0) return [];
    const tooMany = grown > 0 || count > most;
    const when =
      container.last?.kind === 'terminated' && container.last.finishedAt !== undefined ? `, the last at ${container.last.finishedAt}` : '';
    return [
      finding(codes.CONTAINER_RESTARTED, {
        subject: `pod/${pod.name}/${container.name}`,
        message: `${pod.name}, container ${container.name}: ${container.restarts === 1 ? '1 restart' : `${container.restarts} restarts`}${when}${grown > 0 ? `, ${grown} of them while the gate looked` : ''}.`,
        expected: most,
        actual: container.restarts,
        severity: tooMany ? 'fail' : 'warn',
      }),
    ];
  });
}

function restartsSince({ restarts: all, last }: Container, pod: Pod, from: string | undefined): number {
  if (all === 0) return 0;
  if (from === undefined || isSince(pod.created, from)) return all;
  // Of an older pod only its last end is known; each of the others may have been long ago.
  return last?.kind === 'terminated' && last.finishedAt !== undefined && isSince(last.finishedAt, from) ? 1 : 0;
}

function leftovers(now: Workload): { name: string; value: string }[] {
  const dead = now.pods.filter((pod) => !pod.current && !isAlive(pod));
  return dead.length === 0
    ? []
    : [{ name: 'leftovers of older revisions', value: dead.map((pod) => `${pod.name} (${pod.reason || pod.phase})`).join(', ') }];
}

const containersTable = (now: Workload): Exhibit => ({
  kind: 'table',
  title: 'Containers of the newest revision',
  columns: ['Pod', 'Container', 'State', 'Ready', 'Restarts', 'Last run'],
  rows: now.pods
    .filter((pod) => pod.current)
    .flatMap((pod) =>
      pod.containers.map((each) => [
        pod.name,
        each.name,
        stateInWords(each.state),
        String(each.ready),
        String(each.restarts),
        stateInWords(each.last),
      ]),
    ),
});

function stateInWords(state: Container['state']): string {
  if (!state) return '';
  if (state.kind === 'running') return `Running since ${state.startedAt ?? '?'}`;
  if (state.kind === 'waiting') return `Waiting: ${state.reason}`;
  return `Ended ${state.finishedAt ?? ''}: ${state.reason} (${state.exitCode})`;
}

const warnings = (now: Workload): Exhibit[] => {
  const rows = now.events.filter((event) => event.type === 'Warning').slice(0, 50);
  return rows.length === 0
    ? []
    : [
        {
          kind: 'table',
          title: 'Warning events',
          columns: ['Last', 'Object', 'Reason', 'Times', 'Message'],
          rows: rows.map((event) => [event.last ?? '', event.subject, event.reason, String(event.count), event.message]),
        },
      ];
};
