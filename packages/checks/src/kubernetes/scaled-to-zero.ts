import { defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { isAlive } from './rollout.ts';
import { workload } from './workload.ts';

/** Nobody writes to the database any more: the workload wants no replica, has none, and the last pod is gone. */
export const scaledToZero = defineCheck({
  id: 'kubernetes/scaled-to-zero',
  title: 'Keycloak is scaled to zero',
  why: 'A database must not be restored under a running Keycloak: what it writes meanwhile is lost or mixed with the old data.',
  reads: { now: workload },
  expects: z.object({}),
  judge: ({ now }) => {
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const { object } = now;
    if (!object)
      return {
        findings: [
          finding(codes.WORKLOAD_MISSING, {
            subject,
            message: `There is no ${now.kind} ${now.name} in the namespace ${now.namespace}.`,
            terminal: true,
          }),
        ],
      };
    const { wanted, existing } = object.replicas;
    if (wanted > 0)
      return {
        findings: [
          finding(codes.NOT_SCALED_TO_ZERO, {
            subject,
            message: `${now.kind} ${now.name} wants ${wanted} ${wanted === 1 ? 'replica' : 'replicas'}.`,
            expected: 0,
            actual: wanted,
            terminal: true,
          }),
        ],
      };
    const pods = now.pods.filter(isAlive);
    const findings = pods.map((pod) =>
      finding(codes.PODS_STILL_THERE, {
        subject: `pod/${pod.name}`,
        message: `${pod.name} is ${pod.deleting === undefined ? `still there (${pod.phase})` : 'still terminating'}.`,
      }),
    );
    if (existing > 0 && pods.length === 0)
      findings.push(
        finding(codes.PODS_STILL_THERE, {
          subject,
          message: `${now.kind} ${now.name} still counts ${existing} ${existing === 1 ? 'replica' : 'replicas'}.`,
          expected: 0,
          actual: existing,
        }),
      );
    if (object.observedGeneration < object.generation && findings.length === 0)
      findings.push(
        finding(codes.ROLLOUT_UNFINISHED, {
          subject,
          message: `${now.kind} ${now.name}: Kubernetes has not taken up the last change yet.`,
        }),
      );
    const facts = [
      { name: 'replicas', value: wanted },
      { name: 'pods', value: pods.length },
    ];
    return findings.length === 0 ? { findings, facts } : { findings, facts, settling: findings.map((each) => each.message).join(' ') };
  },
});
