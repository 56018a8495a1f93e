import { defineCheck, finding, gap, optionalBaseline } from '@keycloak-release-gate/core';
import type { Finding, Gap, RunContext } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { DeployRun, deployRunOf, deployStart, isSince, isYetToCome, sinceOf, sinceWords } from './deploy-start.ts';
import { identityCodes } from './identity-codes.ts';
import { isAlive, rolloutOf } from './rollout.ts';
import type { Pod, Workload } from './workload-evidence.ts';
import { workload } from './workload.ts';

/** Every pod that is alive was created by the deploy, none before it. */
export const podsRestartedSinceDeploy = defineCheck({
  id: 'kubernetes/pods-restarted-since-deploy',
  title: 'All pods were restarted by the deploy',
  why: 'The Deploy action ends well before the pods restart, and also when they never do: then the old version goes on serving users.',
  reads: { now: workload, before: optionalBaseline(workload) },
  judgesDeploy: true,
  expects: z.object({
    ...sinceWords,
    run: DeployRun.optional(),
    /** False where the version stays as it was: then the image does not tell whether anything was deployed. */
    upgrades: z.boolean().default(true),
  }),
  expected: (run) => ({ ...sinceOf(run), ...deployRunOf(run), ...upgradesOf(run) }),
  skip: ({ release }) => (release?.deploys === false ? 'The release deploys nothing: no restart is expected.' : undefined),
  judge: ({ now, before }, { since, run, upgrades }) => {
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
    const waiting = replacing
      ? 'the old pods are being replaced'
      : isYetToCome(now, since)
        ? 'the deploy has not changed the workload yet'
        : undefined;
    const settling = findings.length > 0 && waiting !== undefined ? { settling: waiting } : {};
    const unclear = since || upgrades || findings.length > 0 || !before ? [] : alreadyThere(pods, before, subject);
    return { findings: [...failed, ...findings], gaps: [...unread, ...unclear], facts, ...settling };
  },
});

const upgradesOf = ({ release }: Pick<RunContext, 'release'>): { upgrades?: boolean } =>
  release === undefined ? {} : { upgrades: release.keycloak.from !== release.keycloak.to };

/**
 * Where only the newest revision tells the start, a deploy that changed nothing made none: its pods are as old as the revision and
 * look restarted. Those that the record of before the release shows were not, unless that record was taken after the deploy.
 */
function alreadyThere(pods: readonly Pod[], before: Workload, subject: string): Gap[] {
  const known = new Set(before.pods.map((pod) => pod.uid));
  const names = pods.filter((pod) => known.has(pod.uid)).map((pod) => pod.name);
  if (names.length === 0) return [];
  const were = names.length === 1 ? 'was' : 'were';
  return [
    gap(codes.DEPLOY_START_UNKNOWN, {
      subject,
      reason: `${names.join(', ')} ${were} there when the state before the release was recorded${before.observedAt === undefined ? '' : ` (${before.observedAt})`}: either the deploy restarted nothing, or that was recorded after it.`,
    }),
  ];
}

const factNames = { commit: 'commit of the deploy', actor: 'set off by', url: 'run of the Deploy action' } as const;

const failedRun = (how: string, url: string | undefined): Finding =>
  finding(identityCodes.DEPLOY_RUN_FAILED, {
    subject: 'deploy',
    message: `The Deploy action's run ended with "${how}"${url === undefined ? '' : `: ${url}`}.`,
    expected: 'success',
    actual: how,
    terminal: true,
  });
