import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { deployStart, isSince, sinceOf } from './deploy-start.ts';
import { isAlive, rolloutOf } from './rollout.ts';
import { workload } from './workload.ts';

/** Every pod that is alive was created by the deploy, none before it. */
export const podsRestartedSinceDeploy = defineCheck({
  id: 'kubernetes/pods-restarted-since-deploy',
  title: 'All pods were restarted by the deploy',
  why: 'The Deploy action ends well before the pods restart, and also when they never do: then the old version goes on serving users.',
  reads: { now: workload },
  expects: z.object({ since: z.string().optional() }),
  expected: sinceOf,
  skip: ({ release }) => (release?.deploys === false ? 'The release deploys nothing: no restart is expected.' : undefined),
  judge: ({ now }, { since }) => {
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const start = deployStart(now, since);
    const pods = now.pods.filter(isAlive);
    if (now.object && pods.length > 0 && !start)
      return {
        findings: [],
        gaps: [
          gap(codes.DEPLOY_START_UNKNOWN, { subject, reason: `${now.kind} ${now.name} has no revision that tells when the deploy began.` }),
        ],
      };
    if (!start || pods.length === 0) {
      const message = `There is no pod of ${now.kind} ${now.name}.`;
      return { findings: [finding(codes.PODS_MISSING, { subject, message })], settling: message };
    }
    const facts = [
      { name: 'start of the deploy', value: start.at },
      { name: 'source of that time', value: start.source },
      ...pods.map((pod) => ({ name: `${pod.name} created`, value: pod.created })),
    ];
    const findings = pods
      .filter((pod) => !isSince(pod.created, start.at))
      .map((pod) =>
        finding(codes.POD_OLDER_THAN_DEPLOY, {
          subject: `pod/${pod.name}`,
          message: `${pod.name} was created ${pod.created}, before the deploy began (${start.at}, ${start.source}).`,
          expected: start.at,
          actual: pod.created,
        }),
      );
    const replacing = now.object && (rolloutOf(now.object, now).state !== 'done' || pods.some((pod) => pod.deleting !== undefined));
    return findings.length > 0 && replacing ? { findings, facts, settling: 'the old pods are being replaced' } : { findings, facts };
  },
});
