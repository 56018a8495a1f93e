import { defineCheck, finding, opening } from '@keycloak-release-gate/core';
import type { Finding, RunContext } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { DeployRun, deployRunOf, isYetToCome, sinceOf, sinceWords } from './deploy-start.ts';
import { deployedMeanwhile } from './deployed-meanwhile.ts';
import { expectedVersionWords, versionOfRelease } from './expected-version.ts';
import { missingWorkload } from './missing-workload.ts';
import { judgeImage } from './released-image.ts';
import { serviceAccountRemedy } from './missing-configuration.ts';
import { isAlive, isHeldBack, rolloutOf } from './rollout.ts';
import { rolloutFacts, rolloutTable } from './rollout-exhibits.ts';
import { rolloutTimeline } from './rollout-timeline.ts';
import type { Workload, WorkloadObject } from './workload-evidence.ts';
import { workload } from './workload.ts';

const Expected = z.object({
  /** `none` where the suite expects the workload to be scaled to zero. */
  replicas: z.enum(['some', 'none']).default('some'),
  ...expectedVersionWords,
  /** The image of the release's new version, where the release names it. */
  image: z.string().optional(),
  imageDigests: z.array(z.string()).optional(),
  commit: z.string().optional(),
  run: DeployRun.optional(),
  ...sinceWords,
});

/** The workload is there, runs the release's image, and its rollout is done down to the last old pod. */
export const workloadRolledOut = defineCheck({
  id: 'kubernetes/workload-rolled-out',
  title: 'The workload is rolled out',
  why: 'Until the rollout is done, users may meet the old version, the new one, or none; and a rollout that stopped half-way looks well from outside.',
  reads: { now: workload, opened: opening(workload) },
  expects: Expected,
  expected: (run) => ({ ...versionOfRelease(run), ...identityOfRelease(run), ...sinceOf(run) }),
  judge: ({ now, opened }, expected) => {
    const subject = subjectOf(now);
    if (!now.object) return { findings: [missingWorkload(now)] };
    const [findings, unknown] = judgeImage(now, now.object, { ...expected, yetToCome: isYetToCome(now, expected.since) });
    const gaps = [...deployedMeanwhile(now, opened), ...unknown];
    const { replicas } = now.object;
    const shown = { facts: rolloutFacts(now), exhibits: [rolloutTable(now), rolloutTimeline(now)] };
    if ((replicas.wanted === 0) !== (expected.replicas === 'none')) {
      findings.unshift(
        replicas.wanted === 0
          ? finding(codes.SCALED_TO_ZERO, {
              subject,
              message: `${now.kind} ${now.name} wants 0 replicas.`,
              expected: 'at least 1',
              actual: 0,
              terminal: true,
            })
          : finding(codes.NOT_SCALED_TO_ZERO, {
              subject,
              message: `${now.kind} ${now.name} wants ${replicas.wanted} replicas.`,
              expected: 0,
              actual: replicas.wanted,
              terminal: true,
            }),
      );
      return { findings, gaps, ...shown };
    }
    const progress = judgeProgress(now, now.object);
    return {
      findings: [...findings, ...progress.findings, ...judgeStrategy(now, now.object)],
      gaps,
      ...shown,
      ...(progress.settling === undefined ? {} : { settling: progress.settling }),
    };
  },
});

/** The release's image and commit, and what the Deploy action's run told of what it deployed. */
const identityOfRelease = (run: RunContext): Partial<z.input<typeof Expected>> => {
  const { image, imageDigests = [], commit } = run.release ?? {};
  return {
    ...(image === undefined ? {} : { image }),
    ...(imageDigests.length === 0 ? {} : { imageDigests }),
    ...(commit === undefined ? {} : { commit, ...deployRunOf(run) }),
  };
};

const subjectOf = ({ kind, name }: Workload): string => `${kind.toLowerCase()}/${name}`;

function judgeProgress(now: Workload, object: WorkloadObject): { readonly findings: Finding[]; readonly settling?: string } {
  const subject = subjectOf(now);
  const rollout = rolloutOf(object, now);
  const found = (code: (typeof codes)[keyof typeof codes], why: string, remedy?: string): Finding[] => [
    finding(code, {
      subject,
      message: `${now.kind} ${now.name}: ${why}`,
      actual: { ...object.replicas },
      ...(remedy === undefined ? {} : { remedy }),
    }),
  ];
  switch (rollout.state) {
    case 'refused':
      return {
        findings: found(codes.POD_CREATION_FAILED, rollout.why, serviceAccountRemedy(rollout.why) ?? quotaRemedy(rollout.why)),
        settling: 'Kubernetes cannot create the pods yet',
      };
    case 'stalled':
      return { findings: found(codes.PROGRESS_DEADLINE_EXCEEDED, rollout.why), settling: rollout.why };
    case 'under way':
      return { findings: found(codes.ROLLOUT_UNFINISHED, rollout.why), settling: rollout.why };
    case 'unavailable':
      return { findings: found(codes.REPLICAS_UNAVAILABLE, rollout.why), settling: rollout.why };
    case 'done':
      return judgeOldPods(now);
  }
}

/** What to do where a quota or a limit range refused the pods. */
const quotaRemedy = (why: string): string | undefined =>
  /exceeded quota|must specify/i.test(why)
    ? 'Raise the quota that the message names, or ask for less: `kubectl describe quota -n <namespace>`. A rolling update needs room for its surge.'
    : undefined;

function judgeOldPods(now: Workload): { readonly findings: Finding[]; readonly settling?: string } {
  const old = now.pods.filter((pod) => !pod.current && isAlive(pod) && !isHeldBack(now, pod));
  if (old.length === 0) return { findings: [] };
  const settling = `${old.length} ${old.length === 1 ? 'pod' : 'pods'} of an older revision still to end: ${old.map((pod) => pod.name).join(', ')}`;
  const findings = old.map((pod) =>
    finding(codes.OLD_PODS_ALIVE, {
      subject: `pod/${pod.name}`,
      message: `${pod.name} belongs to ${pod.revision}, an older revision, and is ${pod.deleting === undefined ? 'still running' : 'still terminating'}.`,
    }),
  );
  return { findings, settling };
}

function judgeStrategy(now: Workload, { paused, strategy, partition }: WorkloadObject): Finding[] {
  const subject = subjectOf(now);
  if (paused) return [finding(codes.ROLLOUT_PAUSED, { subject, message: `${now.kind} ${now.name} is paused.` })];
  if (strategy === 'OnDelete' || partition > 0)
    return [
      finding(codes.ROLLOUT_BY_HAND, {
        subject,
        message: `${now.kind} ${now.name} updates its pods ${strategy === 'OnDelete' ? 'only when they are deleted (OnDelete)' : `only from number ${partition} on (partition)`}.`,
      }),
    ];
  return [];
}
