import { isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import { labNamespace } from '../manifests/names.ts';
import type { Fault } from './fault.ts';
import { stuckRollout } from './rollout-consequences.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

const claim = { name: 'keycloak-themes', namespace: labNamespace };

export const volumeClaimUnbound: Fault = {
  id: 'volume-claim-unbound',
  title: 'The pods want a volume that no provisioner makes',
  inject: async (lab, signal) => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' };
    await lab.kubernetes.create('PersistentVolumeClaim', { metadata: claim, spec }, signal);
    const volumes = [{ name: 'themes', persistentVolumeClaim: { claimName: claim.name } }];
    const pod = await deployFaulty(lab, { spec: { volumes } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'cannot be scheduled',
      ({ status }) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable') === true,
      signal,
    );
  },
  heal: async (lab, signal) => {
    await restoreDeployment(lab, signal);
    // The lab has no controller that would take the protection from a claim that nobody uses any more.
    await lab.kubernetes.patch('PersistentVolumeClaim', claim, { metadata: { finalizers: null } }, signal).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
    await lab.kubernetes.delete('PersistentVolumeClaim', claim, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/VOLUME_CLAIM_NOT_BOUND',
    exitCode: 1,
    mayAlso: stuckRollout,
    domains: ['kubernetes/volumes-bound'],
  },
};
