import { databaseSecretName } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod, waitingFor } from './workload.ts';

export const secretKeyMissing: Fault = {
  id: 'secret-key-missing',
  title: 'The Secret is there, and does not have the key that the new pods want from it',
  inject: async (lab, signal) => {
    const env = [{ name: 'KC_DB_PASSWORD', valueFrom: { secretKeyRef: { name: databaseSecretName, key: 'passphrase' } } }];
    const pod = await deployFaulty(lab, { container: { env } }, signal);
    await untilPod(lab, nameOf(pod), 'lacks a key', (now) => waitingFor(now) === 'CreateContainerConfigError', signal);
  },
  heal: restoreDeployment,
  expect: { suite: 'post-deploy', cause: 'kubernetes/CONFIG_KEY_MISSING', exitCode: 1, mayAlso: stuckRollout, domains: ['kubernetes'] },
};
