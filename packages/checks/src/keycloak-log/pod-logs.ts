import { defineCollector } from '@keycloak-release-gate/core';
import type { Collected } from '@keycloak-release-gate/core';
import { ApiFailure } from '../kubernetes/api-failure.ts';
import { connectToKubernetes } from '../kubernetes/connect.ts';
import type { Pod } from '../kubernetes/workload-evidence.ts';
import { workload } from '../kubernetes/workload.ts';
import { inTurns } from './in-turns.ts';
import { logWindow } from './log-window.ts';
import { PodLogs } from './pod-logs-evidence.ts';
import { readPod } from './read-pod.ts';

/** Every open answer has buffers of its own. */
const PODS_AT_A_TIME = 8;
/** Milliseconds; what is not read by then is told. Shorter than the look's own limit, so that what was read is not lost. */
const TIME_TO_READ = 100_000;

/** The logs of all containers in every pod of the newest revision, reduced while they stream; each look reads only what is new. */
export const podLogs = defineCollector({
  id: 'keycloak-log/pods',
  version: 2,
  title: "The pods' logs",
  vantage: 'cluster',
  evidence: PodLogs,
  timeout: 120_000,
  settles: true,
  personalData: true,
  reads: { workload },
  params: () => ({}),
  collect: async (_params, context): Promise<Collected<PodLogs>> => {
    const until = performance.now() + TIME_TO_READ;
    const now = context.looks.workload;
    const window = logWindow(context.run, now, new Date());
    const current = now.pods.filter((pod) => pod.current);
    try {
      const api = await connectToKubernetes(context);
      const read = await inTurns(
        current.filter((pod) => whyLeftOut(pod) === undefined),
        PODS_AT_A_TIME,
        async (pod) => readPod(api, pod, { container: now.container, from: window.at, until }, context),
      );
      const gone = read.flatMap(({ gone: why, pod }) => (why === undefined ? [] : [{ pod: pod.name, why }]));
      const leftOut = current.flatMap((pod) => {
        const why = whyLeftOut(pod);
        return why === undefined ? [] : [{ pod: pod.name, why }];
      });
      return {
        value: {
          from: window.at,
          source: window.source,
          replicas: now.object?.replicas.wanted ?? 0,
          container: now.container,
          pods: read.flatMap((each) => (each.gone === undefined ? [each.pod] : [])),
          leftOut: [...leftOut, ...gone].toSorted((a, b) => (a.pod < b.pod ? -1 : 1)),
        },
        gaps: read.flatMap(({ gaps }) => gaps),
      };
    } catch (error) {
      if (error instanceof ApiFailure) return { gaps: [error.gap] };
      throw error;
    }
  },
});

/** Pods that no longer are what users reach, and that another pod takes the place of. */
function whyLeftOut({ deleting, phase, reason }: Pod): string | undefined {
  if (deleting !== undefined) return 'the pod is being deleted';
  if (phase === 'Succeeded') return 'the pod has completed';
  return phase === 'Failed' ? `the pod has failed${reason === '' ? '' : ` (${reason})`}` : undefined;
}
