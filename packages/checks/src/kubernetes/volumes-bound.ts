import { defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { claims } from './claims.ts';
import { codes } from './codes.ts';
import { isAlive } from './rollout.ts';
import { workload } from './workload.ts';

/** Every persistent volume claim that the pods mount has its volume. */
export const volumesBound = defineCheck({
  id: 'kubernetes/volumes-bound',
  title: 'The volumes that the pods mount are bound',
  why: 'A pod whose claim has no volume waits for ever, and one whose volume is lost runs until it must read from it.',
  reads: { now: workload, around: claims },
  expects: z.object({}),
  judge: ({ now, around }) => {
    const pods = now.pods.filter(isAlive);
    if (pods.length === 0) {
      const message = `There is no pod of ${now.kind} ${now.name} that could mount a volume.`;
      return { findings: [finding(codes.PODS_MISSING, { subject: `${now.kind.toLowerCase()}/${now.name}`, message })], settling: message };
    }
    const findings = around.claims
      .filter(({ phase }) => phase !== 'Bound')
      .map(({ name, phase, storageClass, pods: mounting }) =>
        finding(codes.VOLUME_CLAIM_NOT_BOUND, {
          subject: `persistentvolumeclaim/${name}`,
          message: `The claim ${name}${storageClass === undefined ? '' : ` (storage class ${storageClass})`}, which ${mounting.join(', ')} ${mounting.length === 1 ? 'mounts' : 'mount'}, ${phase === undefined ? 'does not exist' : `is ${phase}`}.`,
          expected: 'Bound',
          ...(phase === undefined ? {} : { actual: phase }),
        }),
      );
    return {
      findings,
      facts: [{ name: 'claims that the pods mount', value: around.claims.length }],
      ...(findings.length === 0 ? {} : { settling: findings.map((each) => each.message).join(' ') }),
    };
  },
});
