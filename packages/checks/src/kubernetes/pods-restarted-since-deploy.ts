import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { DeployRun, deployRunOf, deployStart, isSince, sinceOf, sinceWords } from './deploy-start.ts';
import { identityCodes } from './identity-codes.ts';
import { isAlive, rolloutOf } from './rollout.ts';
import { workload } from './workload.ts';

/** Every pod that is alive was created by the deploy, none before it. */
export const podsRestartedSinceDeploy = defineCheck({
  id: 'kubernetes/pods-restarted-since-deploy',
  title: 'All pods were restarted by the deploy',
  why: 'The Deploy action ends well before the pods restart, and also when they never do: then the old version goes on serving users.',
  reads: { now: workload },
  judgesDeploy: true,
  expects: z.object({ ...sinceWords, run: DeployRun.optional() }),
  expected: (run) => ({ ...sinceOf(run), ...deployRunOf(run) }),
  skip: ({ release }) => (release?.deploys === false ? 'The release deploys nothing: no restart is expected.' : undefined),
  judge: ({ now }, { since, run }) => {
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const start = deployStart(now, since ?? { source: '', unread: run?.unread });
    const pods = now.pods.filter(isAlive);
    // An action that failed half-way, or that could not be read, is said whatever the pods show.
    const failed = run?.failed === undefined ? [] : [failedRun(run.failed, run.url)];
    const unread = run?.unread === undefined ? [] : [run.unread];
    if (now.object && pods.length > 0 && !start)
      return {
        findings: failed,
        gaps: [
          ...unread,
          gap(codes.DEPLOY_START_UNKNOWN, { subject, reason: `${now.kind} ${now.name} has no revision that tells when the deploy began.` }),
        ],
      };
    if (!start || pods.length === 0) {
      const message = `There is no pod of ${now.kind} ${now.name}.`;
      return { findings: [...failed, finding(codes.PODS_MISSING, { subject, message })], gaps: unread, settling: message };
    }
    const facts = [
      { name: 'start of the deploy', value: start.at },
      { name: 'source of that time', value: start.source },
      ...(['commit', 'actor', 'url'] as const).flatMap((name) =>
        run?.[name] === undefined ? [] : [{ name: factNames[name], value: run[name] }],
      ),
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
    const settling = findings.length > 0 && replacing ? { settling: 'the old pods are being replaced' } : {};
    return { findings: [...failed, ...findings], gaps: unread, facts, ...settling };
  },
});

const factNames = { commit: 'commit of the deploy', actor: 'set off by', url: 'run of the Deploy action' } as const;

const failedRun = (how: string, url: string | undefined): Finding =>
  finding(identityCodes.DEPLOY_RUN_FAILED, {
    subject: 'deploy',
    message: `The Deploy action's run ended with "${how}"${url === undefined ? '' : `: ${url}`}.`,
    expected: 'success',
    actual: how,
    terminal: true,
  });
