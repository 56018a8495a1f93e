import { until } from './condition.ts';
import { keycloakProcess } from './container-process.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const processKilled: Fault = {
  id: 'process-killed',
  title: 'Something on the node kills the new Keycloak whenever it runs',
  inject: async (lab, signal) => {
    const pod = await deployFaulty(lab, {}, signal);
    // From the second kill on a back-off follows.
    for (let kills = 0; kills < 3; kills += 1) {
      const running = await until(`Keycloak runs in ${nameOf(pod)}`, () => keycloakProcess(lab, nameOf(pod)), signal);
      process.kill(running, 'SIGKILL');
      await until('that process is gone', async () => (await keycloakProcess(lab, nameOf(pod))) !== running, signal);
    }
    await untilPod(lab, nameOf(pod), 'is in a crash loop', (now) => waitingFor(now) === 'CrashLoopBackOff', signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/CONTAINER_DOES_NOT_STAY_UP',
    exitCode: 1,
    mayAlso: stuckRollout,
    domains: ['kubernetes'],
  },
};
