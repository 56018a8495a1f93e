import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Collected, CollectContext, Gap } from '@keycloak-release-gate/core';
import { ApiFailure } from '../kubernetes/api-failure.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';
import { connectToKubernetes } from '../kubernetes/connect.ts';
import { isSince } from '../kubernetes/deploy-start.ts';
import type { Pod, Workload } from '../kubernetes/workload-evidence.ts';
import { workload } from '../kubernetes/workload.ts';
import { codes } from './codes.ts';
import { createLogReducer } from './log-reducer.ts';
import { logWindow } from './log-window.ts';
import { createPodLogReader } from './pod-log-reader.ts';
import { PodLogs } from './pod-logs-evidence.ts';
import type { LoggedPod, Run } from './pod-logs-evidence.ts';
import { runsOf } from './runs-of-pod.ts';
import type { PlannedRun } from './runs-of-pod.ts';

/** Of one container run's log, with the kubelet's time before every line. */
const MOST_BYTES = 64 * 1024 * 1024;

type Context = CollectContext<{ readonly workload: Workload }>;

/** The logs of Keycloak's container in every pod of the newest revision, reduced while they stream; each look reads only what is new. */
export const podLogs = defineCollector({
  id: 'keycloak-log/pods',
  version: 1,
  title: "The pods' logs",
  evidence: PodLogs,
  timeout: 120_000,
  settles: true,
  personalData: true,
  reads: { workload },
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<PodLogs>> => {
    const now = context.looks.workload;
    const window = logWindow(context.run, now, new Date());
    try {
      const api = await connectToKubernetes(context);
      const read = await Promise.all(
        now.pods
          .filter((pod) => pod.current && pod.phase !== 'Succeeded')
          .map(async (pod) => readPod(api, pod, now.container, window.at, context)),
      );
      return {
        value: {
          from: window.at,
          source: window.source,
          replicas: now.object?.replicas.wanted ?? 0,
          pods: read.map(({ pod }) => pod),
        },
        gaps: read.flatMap(({ gaps }) => gaps),
      };
    } catch (error) {
      if (error instanceof ApiFailure) return { gaps: [error.gap] };
      throw error;
    }
  },
});

async function readPod(
  api: KubernetesApi,
  pod: Pod,
  name: string,
  from: string,
  context: Context,
): Promise<{ pod: LoggedPod; gaps: Gap[] }> {
  const container = pod.containers.find((each) => each.name === name);
  const read: { run: Run; gaps: Gap[] }[] = [];
  if (container) for (const run of runsOf(container)) read.push(await readRun(api, pod, name, run, from, context));
  return {
    pod: { name: pod.name, ready: container?.ready ?? false, runs: read.map(({ run }) => run) },
    gaps: read.flatMap(({ gaps }) => gaps),
  };
}

async function readRun(
  api: KubernetesApi,
  pod: Pod,
  container: string,
  run: PlannedRun,
  from: string,
  context: Context,
): Promise<{ run: Run; gaps: Gap[] }> {
  const { attempt, which, state, exitCode, startedAt, hasLog } = run;
  // A pod that the deploy created has logged nothing before it, so its log is read whole.
  const fromStart = isSince(startedAt ?? pod.created, from);
  const described = {
    attempt,
    which,
    state,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(startedAt === undefined ? {} : { startedAt }),
    fromStart,
  };
  if (!hasLog)
    return { run: { ...described, bytes: 0, absent: 'the container has not started yet', log: createLogReducer().summary() }, gaps: [] };
  const reader = await context.shared(
    `keycloak-log/${pod.uid}/${container}/${which}/${attempt}`,
    () => Promise.resolve(createPodLogReader(MOST_BYTES)),
    () => Promise.resolve(),
  );
  const reading = await reader.read(
    api,
    { pod: pod.name, container, previous: which === 'previous', ended: state !== 'running', ...(fromStart ? {} : { since: from }) },
    context.signal,
  );
  const subject = `pod/${pod.name}/${container}`;
  const gaps = [
    ...(reading.kind === 'failed'
      ? [gap(codes.UNREADABLE, { subject, reason: `The log of ${pod.name} (${which} run): ${reading.why}.` })]
      : []),
    ...(reader.truncated
      ? [
          gap(codes.TRUNCATED, {
            subject,
            reason: `The log of ${pod.name} (${which} run) is longer than ${MOST_BYTES / 1024 / 1024} MB; the rest was not read.`,
          }),
        ]
      : []),
    ...(reader.rotated
      ? [gap(codes.ROTATED, { subject, reason: `The log of ${pod.name} (${which} run) was rotated between two looks.` })]
      : []),
  ];
  return {
    run: { ...described, bytes: reader.bytes, ...(reading.kind === 'absent' ? { absent: reading.why } : {}), log: reader.summary() },
    gaps,
  };
}
