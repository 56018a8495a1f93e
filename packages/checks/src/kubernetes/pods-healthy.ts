import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Finding, Gap } from '@keycloak-release-gate/core';
import { opening } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { containersTable } from './containers-table.ts';
import { notOutlived } from './crash-interval.ts';
import { isSince, sinceOf, sinceWords } from './deploy-start.ts';
import { judgedFrom } from './judged-from.ts';
import { failedAt } from './pod-failure.ts';
import { podSheets } from './pod-sheet.ts';
import { isStuck, podTrouble } from './pod-trouble.ts';
import { restarts } from './restarts.ts';
import { isAlive } from './rollout.ts';
import type { Circumstances } from './trouble.ts';
import { isReady } from './pod-ready.ts';
import type { Pod, Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

const Expected = z.object({
  /** More restarts than this since the deploy are a failure; fewer are a warning. */
  maxRestarts: z.number().int().min(0).default(2),
  /** False on a day without a deploy: then only what happened within the last day counts. */
  deployed: z.boolean().default(false),
  ...sinceWords,
});

/** Every pod of the newest revision runs, is ready, and stays up. */
export const podsHealthy = defineCheck({
  id: 'kubernetes/pods-healthy',
  title: 'Every Keycloak pod is healthy',
  why: 'It is what an engineer reads out of `kubectl describe`: pods that wait, crash, restart or are not ready, and the cause of it.',
  reads: { now: workload, opened: opening(workload) },
  expects: Expected,
  expected: (run) => ({ deployed: run.release?.deploys ?? false, ...sinceOf(run) }),
  judge: ({ now, opened }, { maxRestarts, deployed, since }) => {
    const from = judgedFrom(now, { deployed, since });
    const circumstances: Circumstances = { events: now.events, since: from, observedAt: now.observedAt };
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const wanted = now.object?.replicas.wanted ?? 0;
    const exhibits = (findings: readonly Finding[]): Exhibit[] => [containersTable(now), ...podSheets(now, findings)];
    const missing = (message: string, actual: number) => finding(codes.PODS_MISSING, { subject, message, expected: wanted, actual });
    const judged = now.pods.filter((pod) => pod.current && pod.phase !== 'Succeeded' && !isHistory(pod, from));
    if (judged.length === 0) {
      const message = now.object
        ? `${now.kind} ${now.name} wants ${wanted} replicas and has no pod of its newest revision.`
        : `There is no ${now.kind} ${now.name}, so there are no pods.`;
      const findings = [missing(message, 0)];
      return { findings, facts: leftovers(now, from), settling: message, exhibits: exhibits(findings) };
    }
    const staying = judged.filter((pod) => isAlive(pod) && pod.deleting === undefined);
    const ready = staying.filter(isReady);
    const findings: Finding[] = [];
    const gaps: Gap[] = [];
    const settling: string[] = [];
    for (const pod of [...judged, ...now.pods.filter((each) => !each.current && isAlive(each))]) {
      // A pod that is told to end has its time for it: what takes its place is judged. An older one is judged only where it is stuck.
      if ((pod.deleting !== undefined || !pod.current) && !isStuck(pod, now.observedAt)) continue;
      const trouble = podTrouble(pod, circumstances);
      if (!trouble) {
        const before = opened.pods.find((each) => each.uid === pod.uid);
        findings.push(...restarts(pod, before, maxRestarts, circumstances));
        gaps.push(...notOutlived(pod, circumstances));
        continue;
      }
      // A failed pod was replaced if all wanted are ready; on a day without a deploy, the eviction is then history.
      const replaced = !deployed && since === undefined && pod.phase === 'Failed' && ready.length >= wanted;
      findings.push(
        finding(trouble.code, {
          subject: `pod/${pod.name}`,
          message: trouble.message,
          ...(trouble.remedy === undefined ? {} : { remedy: trouble.remedy }),
          ...(trouble.terminal === true ? { terminal: true } : {}),
          ...(replaced ? { severity: 'warn' } : {}),
        }),
      );
      if (trouble.terminal !== true && pod.phase !== 'Failed') settling.push(trouble.message);
    }
    const asked = Math.max(0, wanted - (now.object?.partition ?? 0));
    if (staying.length < asked && !findings.some((each) => each.severity === 'fail')) {
      const message = `${now.kind} ${now.name} wants ${asked} pods of its newest revision and has ${staying.length} that stay.`;
      findings.push(missing(message, staying.length));
      settling.push(message);
    }
    const facts = [
      { name: 'pods ready', value: `${ready.length} of ${wanted}` },
      { name: 'restarts', value: judged.reduce((sum, pod) => sum + pod.containers.reduce((inner, each) => inner + each.restarts, 0), 0) },
      ...ending(judged),
      ...leftovers(now, from),
    ];
    const ordered = causesFirst(findings);
    return {
      findings: ordered,
      gaps,
      facts,
      exhibits: exhibits(ordered),
      ...(settling.length === 0 ? {} : { settling: settling.join(' ') }),
    };
  },
});

/** A pod that had failed before the deploy began is no concern of it. */
const isHistory = (pod: Pod, from: string | undefined): boolean =>
  pod.phase === 'Failed' && from !== undefined && !isSince(failedAt(pod), from);

const weight = { fail: 0, warn: 1, info: 2 } as const;
const causesFirst = (findings: readonly Finding[]): Finding[] => findings.toSorted((a, b) => weight[a.severity] - weight[b.severity]);

function ending(pods: readonly Pod[]): Fact[] {
  const told = pods.filter((pod) => pod.deleting !== undefined);
  return told.length === 0 ? [] : [{ name: 'pods that are told to end', value: told.map((pod) => pod.name).join(', ') }];
}

function leftovers(now: Workload, from: string | undefined): Fact[] {
  const dead = now.pods.filter((pod) => !isAlive(pod) && (!pod.current || pod.phase === 'Succeeded' || isHistory(pod, from)));
  return dead.length === 0
    ? []
    : [{ name: 'leftovers of older pods', value: dead.map((pod) => `${pod.name} (${pod.reason || pod.phase})`).join(', ') }];
}
