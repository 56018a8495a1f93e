import type { Fault } from './fault.ts';
import { untilEvent } from './pod-events.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const postStartHookFails: Fault = {
  id: 'post-start-hook-fails',
  title: 'The hook that prepares each new container fails, so that none is let up',
  inject: async (lab, signal) => {
    const lifecycle = { postStart: { exec: { command: ['sh', '-c', 'echo the theme cannot be fetched; exit 4'] } } };
    const pod = await deployFaulty(lab, { spec: { terminationGracePeriodSeconds: 2 }, container: { lifecycle } }, signal);
    await untilEvent(lab, nameOf(pod), 'FailedPostStartHook', signal);
    await untilPod(
      lab,
      nameOf(pod),
      'is not let up',
      (now) => ['PostStartHookError', 'CrashLoopBackOff'].includes(waitingFor(now) ?? ''),
      signal,
    );
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/CONTAINER_HOOK_FAILED',
    exitCode: 1,
    mayAlso: ['kubernetes/CONTAINER_DOES_NOT_STAY_UP', ...stuckRollout],
    domains: ['kubernetes'],
  },
};
