import { defineCheck, finding, gap } from '@keycloak-release-gate/core';
import type { Exhibit, Finding, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { expectedVersion, expectedVersionWords, versionOfRelease } from '../kubernetes/expected-version.ts';
import { isRequired } from './catalogue/required.ts';
import { codes } from './codes.ts';
import { GONE, inOrder } from './pod-logs-evidence.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';
import { podLogs } from './pod-logs.ts';
import { startFailure } from './start-failure.ts';

const Expected = z.object({
  ...expectedVersionWords,
  /** True where the environment runs Keycloak in development mode on purpose. */
  developmentMode: z.boolean().default(false),
});

/** Every pod's log says that the expected version started, to the end of its bootstrap, in production mode. */
export const serverStarted = defineCheck({
  id: 'keycloak-log/started',
  title: 'Every pod logged a complete start of the expected version',
  why: 'The image is only a name; the log tells which Keycloak really started. From 26.6 on the banner comes before the database is migrated, so the end of the bootstrap must be there too.',
  reads: { now: podLogs },
  expects: Expected,
  expected: versionOfRelease,
  judge: ({ now: seen }, expected) => {
    const now = inOrder(seen);
    const version = expectedVersion(expected);
    if (version === undefined)
      return {
        findings: [],
        gaps: [
          gap(codes.VERSION_NOT_DECLARED, {
            subject: 'logs',
            reason: `The suite expects the release's version (${expected.version}), and there is no release.`,
          }),
        ],
      };
    const judged = now.pods.map((pod) => judgePod(pod, version, expected.developmentMode));
    if (judged.length === 0) {
      const message = 'There is no pod whose log could tell a start.';
      return { findings: [finding(codes.NOT_STARTED, { subject: 'logs', message })], settling: message };
    }
    const gone = now.leftOut.filter(({ why }) => why === GONE).map(({ pod }) => `${pod} is gone since the pods were listed.`);
    const settling = [...judged.flatMap((each) => each.settling ?? []), ...gone];
    return {
      findings: judged.flatMap((each) => each.findings),
      gaps: judged.flatMap((each) => each.gaps),
      facts: [
        ...now.pods.flatMap((pod) => {
          const banner = pod.runs[0]?.log.banner;
          return banner ? [{ name: `${pod.name} started Keycloak`, value: banner.version }] : [];
        }),
        ...now.leftOut.map(({ pod, why }) => ({ name: `the log of ${pod} was not read`, value: why })),
      ],
      exhibits: [startsTable(now), ...startTimeline(now)],
      ...(settling.length === 0 ? {} : { settling: settling.join(' ') }),
    };
  },
});

interface Judged {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly settling?: string;
}

function judgePod(pod: LoggedPod, version: string, developmentMode: boolean): Judged {
  const subject = `pod/${pod.name}`;
  const run = pod.runs[0];
  const { banner } = run?.log ?? {};
  const failure = startFailure(pod);
  if (failure && !pod.ready) return { findings: [failure], gaps: [], settling: failure.message };
  if (!run || !banner) return withoutBanner(pod, run);
  const findings: Finding[] = [];
  if (version !== 'any' && banner.version !== version)
    findings.push(
      finding(codes.WRONG_VERSION, {
        subject,
        message: `${pod.name} started Keycloak ${banner.version}, not ${version}.`,
        expected: version,
        actual: banner.version,
      }),
    );
  if (!developmentMode && (run.log.developmentMode || run.log.profile === 'dev'))
    findings.push(finding(codes.DEVELOPMENT_MODE, { subject, message: `${pod.name} runs Keycloak in development mode.`, terminal: true }));
  const gaps =
    run.log.profile === undefined && !run.log.developmentMode && isRequired('profile', banner.version)
      ? [gap(codes.PROFILE_NOT_SEEN, { subject, reason: `${pod.name} logged its start and not in which profile it runs.` })]
      : [];
  if (!isRequired('bootstrap', banner.version) || run.log.bootstrap) return { findings, gaps };
  const message = `${pod.name} logged the start of Keycloak ${banner.version} and not the end of its bootstrap.`;
  // A pod that is ready has finished it: then the line is missing, not the bootstrap.
  return pod.ready && run.state === 'running'
    ? { findings, gaps: [...gaps, gap(codes.BOOTSTRAP_NOT_SEEN, { subject, reason: message })], settling: message }
    : {
        findings: [...findings, finding(codes.BOOTSTRAP_UNFINISHED, { subject, message: `${message}${lastMigration(run)}` })],
        gaps,
        settling: message,
      };
}

function withoutBanner(pod: LoggedPod, run: Run | undefined): Judged {
  const subject = `pod/${pod.name}`;
  if (pod.ready && run?.state === 'running') {
    const reason = run.fromStart
      ? `The log of ${pod.name} has no start of Keycloak in it, although the pod is ready; the log that is left begins ${run.log.first ?? 'nowhere'}.`
      : `The log of ${pod.name} was read from after its start only (the container runs since ${run.startedAt ?? '?'}).`;
    return { findings: [], gaps: [gap(codes.BANNER_NOT_SEEN, { subject, reason })], settling: reason };
  }
  const why =
    run === undefined
      ? 'it has no container run'
      : (run.absent ?? `its log has ${run.log.lines === 1 ? '1 line' : `${run.log.lines} lines`} and no start of Keycloak`);
  const message = `${pod.name} has not started Keycloak: ${why}.`;
  return { findings: [finding(codes.NOT_STARTED, { subject, message })], gaps: [], settling: message };
}

const lastMigration = (run: Run): string => {
  const last = run.log.migration.at(-1);
  return last ? ` Its last step: ${last.text}` : '';
};

const startsTable = (now: PodLogs): Exhibit => ({
  kind: 'table',
  title: 'Starts',
  columns: ['Pod', 'Version', 'Banner', 'Bootstrap completed', 'Profile', 'Log read from'],
  rows: now.pods.map(({ name, runs: [run] }) => {
    const { banner, bootstrap, profile, first } = run?.log ?? {};
    return [
      name,
      banner?.version ?? 'not seen',
      banner ? `${banner.at ?? ''} (${banner.seconds} s)` : '',
      bootstrap ? `${bootstrap.at ?? ''} (${bootstrap.seconds} s)` : '',
      profile ?? '',
      first ?? '',
    ];
  }),
});

const startTimeline = (now: PodLogs): Exhibit[] => {
  const events = now.pods.flatMap(({ name, runs: [run] }) => {
    if (!run) return [];
    const { banner, bootstrap, migration, view } = run.log;
    const steps = [
      ...(run.startedAt === undefined ? [] : [{ at: run.startedAt, label: 'container started' }]),
      ...(banner?.at === undefined ? [] : [{ at: banner.at, label: `Keycloak ${banner.version} started` }]),
      ...migration.flatMap((step) => (step.at === undefined ? [] : [{ at: step.at, label: step.text }])),
      ...(view?.at === undefined ? [] : [{ at: view.at, label: `cluster view of ${view.size}` }]),
      ...(bootstrap?.at === undefined ? [] : [{ at: bootstrap.at, label: 'bootstrap completed', tone: 'good' as const }]),
    ];
    return steps.map((step) => ({ ...step, lane: name }));
  });
  return events.length === 0
    ? []
    : [{ kind: 'timeline', title: 'The start of each pod', events: events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)) }];
};
