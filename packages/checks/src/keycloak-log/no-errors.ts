import { defineCheck, finding, optionalBaseline } from '@keycloak-release-gate/core';
import type { Exhibit, Fact, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { lookUp } from './catalogue/index.ts';
import { codes } from './codes.ts';
import { lossesOf } from './log-losses.ts';
import { groupMessages } from './message-groups.ts';
import type { MessageGroup } from './message-groups.ts';
import { judgeOtherContainers } from './other-containers.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';
import { podLogs } from './pod-logs.ts';
import { hasFailedToStart, startFailure, startFailureInWords } from './start-failure.ts';

/** The logs hold no error that is bad or unknown. */
export const noErrors = defineCheck({
  id: 'keycloak-log/no-errors',
  title: 'The logs hold no unexplained error',
  why: 'It is what an engineer looks for in `kubectl logs`: errors and warnings that are new or known to be bad, not the noise that every start and every user makes.',
  reads: { now: podLogs, before: optionalBaseline(podLogs) },
  onGaps: 'judge',
  expects: z.object({}),
  judge: ({ now, before }) => {
    const failed = now.pods.flatMap((pod) => judgeStarts(pod));
    const groups = groupMessages(now, (run, pod) => !belongsToFailure(run, pod));
    const told = new Set(groups.map((group) => group.fingerprint));
    // Around a start that failed only what names its cause is told again; the rest belongs to that failure.
    const causes = groupMessages(now, belongsToFailure).filter(
      (group) => !told.has(group.fingerprint) && lookUp(group, undefined)?.kind === 'bad',
    );
    const known = new Set(
      before?.pods.flatMap((pod) => pod.runs.flatMap((run) => run.log.messages.map((message) => message.fingerprint))) ?? [],
    );
    const findings = [
      ...causes.flatMap((group) => judgeGroup(group, known)),
      ...failed,
      ...groups.flatMap((group) => judgeGroup(group, known)),
      ...now.pods.flatMap(judgeOtherContainers),
    ];
    const settling = failed.filter((each) => each.severity === 'fail').map((each) => each.message);
    return {
      findings,
      gaps: now.pods.flatMap(lossesOf),
      facts: factsOf(now),
      exhibits: exhibitsOf(now),
      ...(settling.length === 0 ? {} : { settling: settling.join(' ') }),
    };
  },
});

/** A run that failed to start, and the next try of a pod that has not come up since. */
const belongsToFailure = (run: Run, pod: LoggedPod): boolean => hasFailedToStart(run) || (!pod.ready && pod.runs.some(hasFailedToStart));

/** What Keycloak said when it gave up starting, once a pod. */
function judgeStarts(pod: LoggedPod): Finding[] {
  const failure = startFailure(pod);
  if (failure) return [failure];
  const [current] = pod.runs;
  if (!current || current.log.startFailure.length === 0) return [];
  return [
    finding(codes.UNKNOWN_ERROR, {
      subject: `pod/${pod.name}`,
      message: `${pod.name} logged, while it went on running: ${startFailureInWords(current)}`,
      actual: [...current.log.startFailure],
      // Whoever controls a logged value can forge such a line, so a pod that is ready is not failed for it.
      severity: pod.ready ? 'warn' : 'fail',
    }),
  ];
}

function judgeGroup(group: MessageGroup, before: ReadonlySet<string>): Finding[] {
  const known = lookUp(group, undefined);
  if (known?.kind === 'benign') return [];
  const where = `${group.count === 1 ? 'once' : `${group.count} times`} in ${group.pods.join(', ')}${group.last === undefined ? '' : `, the last at ${group.last}`}`;
  const message = `${group.level} of ${group.logger}, ${where}: ${group.excerpt}`;
  const subject = `log/${group.fingerprint}`;
  if (known) return [finding(known.code, { subject, message, ...(known.severity === undefined ? {} : { severity: known.severity }) })];
  const code = group.level === 'ERROR' ? codes.UNKNOWN_ERROR : codes.UNKNOWN_WARNING;
  return before.has(group.fingerprint)
    ? [finding(code, { subject, message: `${message}\nIt was there before the release, too.`, severity: 'info' })]
    : [finding(code, { subject, message })];
}

const runsOf = (now: PodLogs): Run[] => now.pods.flatMap((pod) => pod.runs);

function factsOf(now: PodLogs): Fact[] {
  const sum = (count: (run: Run) => number): number => runsOf(now).reduce((total, run) => total + count(run), 0);
  return [
    { name: 'logs read from', value: now.from },
    { name: 'source of that time', value: now.source },
    { name: 'lines read', value: sum((run) => run.log.lines) },
    {
      name: 'failed logins and other events of users',
      value: sum((run) => run.log.userEvents.reduce((total, event) => total + event.count, run.log.userEventsLeftOut)),
    },
  ];
}

function exhibitsOf(now: PodLogs): Exhibit[] {
  const groups = groupMessages(now, () => true);
  return groups.length === 0
    ? []
    : [
        {
          kind: 'table',
          title: 'Errors and warnings in the logs',
          columns: ['Level', 'Times', 'Pods', 'Message', 'What is known of it'],
          rows: groups.map((group) => {
            const known = lookUp(group, undefined);
            return [
              group.level,
              String(group.count),
              group.pods.join(', '),
              group.excerpt,
              known ? `${known.kind}: ${known.why}` : 'not known',
            ];
          }),
        },
      ];
}
