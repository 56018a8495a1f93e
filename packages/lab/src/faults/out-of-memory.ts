import { keycloakName } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { troubledPods } from './rollout-consequences.ts';
import { firstPod, freezePod, nameOf, thawPods } from './workload.ts';

export const outOfMemory: Fault = {
  id: 'out-of-memory',
  title: 'A container was killed because it used more memory than its limit',
  inject: async (lab, signal) => {
    const pod = await firstPod(lab, signal);
    const now = new Date();
    const seconds = (before: number): string => `${new Date(now.getTime() - before * 1000).toISOString().slice(0, 19)}Z`;
    const status = pod.status?.containerStatuses?.find(({ name }) => name === keycloakName);
    const terminated = {
      exitCode: 137,
      reason: 'OOMKilled',
      startedAt: seconds(60),
      finishedAt: seconds(2),
      containerID: status?.containerID ?? '',
    };
    const waiting = {
      reason: 'CrashLoopBackOff',
      message: `back-off 10s restarting failed container=${keycloakName} pod=${nameOf(pod)}_sso(${pod.metadata?.uid ?? ''})`,
    };
    await freezePod(
      lab,
      nameOf(pod),
      {
        conditions: ['Ready', 'ContainersReady'].map((type) => ({
          type,
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${keycloakName}]`,
          lastTransitionTime: seconds(2),
        })),
        containerStatuses: [{ ...status, ready: false, started: false, restartCount: 1, state: { waiting }, lastState: { terminated } }],
      },
      signal,
    );
  },
  heal: thawPods,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/OUT_OF_MEMORY',
    exitCode: 1,
    mayAlso: ['kubernetes/REPLICAS_UNAVAILABLE', 'kubernetes/ROLLOUT_UNFINISHED', ...troubledPods],
    domains: ['kubernetes'],
  },
};
