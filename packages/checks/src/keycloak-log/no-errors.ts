import { defineCheck, finding, optionalBaseline } from '@keycloak-release-gate/core';
import type { Fact, Finding, RunContext } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { workload } from '../kubernetes/workload.ts';
import { givenBaseline } from './baseline/given-baseline.ts';
import { knownBefore, LONG_AGO } from './baseline/known-before.ts';
import type { KnownBefore } from './baseline/known-before.ts';
import { codes } from './codes.ts';
import { lossesOf } from './log-losses.ts';
import { logSheets } from './log-sheet.ts';
import { groupMessages } from './message-groups.ts';
import { knowledgeOf } from './message-knowledge.ts';
import { isWholeDay, judgeMessage } from './message-verdict.ts';
import { messagesTable } from './messages-table.ts';
import { judgeOtherContainers } from './other-containers.ts';
import { inOrder } from './pod-logs-evidence.ts';
import type { LoggedPod, PodLogs, Run } from './pod-logs-evidence.ts';
import { podLogs } from './pod-logs.ts';
import { rolloutPicture } from './rollout-picture.ts';
import { hasFailedToStart } from './start-failure.ts';
import { judgeStartLines } from './start-lines.ts';
import { unseenOf } from './unseen-log.ts';
import { judgeUserErrors } from './user-errors.ts';

/** The logs hold no error that is bad, new or unknown. */
export const noErrors = defineCheck({
  id: 'keycloak-log/no-errors',
  title: 'The logs hold no unexplained error',
  why: 'It is what an engineer looks for in `kubectl logs`: errors and warnings that are new or known to be bad, not the noise that every start and every user makes.',
  reads: { now: podLogs, workload, file: givenBaseline, before: optionalBaseline(podLogs) },
  onGaps: 'judge',
  expects: z.object({
    /** The gate's own clients: what fails at them is told by the logins themselves. */
    ownClients: z.array(z.string()).default([]),
    /** False on a day without a deploy: all that the baseline holds was there before then. */
    afterDeploy: z.boolean().default(true),
  }),
  expected: (run) => ({ ownClients: ownClients(run), afterDeploy: run.deploy?.at !== undefined || run.release?.deploys === true }),
  judge: ({ now: logs, workload: rolled, file, before: record }, { ownClients: own, afterDeploy }, { now: at, began = at }) => {
    const now = inOrder(logs);
    if (now.pods.length === 0) {
      const message = 'There is no pod whose log could be read.';
      return { findings: [finding(codes.NOT_STARTED, { subject: 'logs', message })], settling: message };
    }
    const before = knownBefore(file.baseline, record, afterDeploy ? now.from : undefined);
    const context = { before, hours: hoursJudged(now, began) };
    const failed = now.pods.flatMap(judgeStartLines);
    const groups = groupMessages(now, (run, pod) => !belongsToFailure(run, pod));
    const told = new Set(groups.map((group) => group.fingerprint));
    // Around a start that failed only what names its cause is told again; the rest belongs to that failure.
    const causes = groupMessages(now, belongsToFailure).filter(
      (group) => !told.has(group.fingerprint) && knowledgeOf(group).kind === 'bad',
    );
    const findings = [
      ...causes.flatMap((group) => judgeMessage(group, context)),
      ...failed,
      ...groups.flatMap((group) => judgeMessage(group, context)),
      ...now.pods.flatMap(judgeOtherContainers),
      ...judgeUserErrors(now, own, context),
      ...shortBaseline(before),
      ...(afterDeploy ? oldBaseline(before, now.from) : []),
    ];
    const settling = failed.filter((each) => each.severity === 'fail').map((each) => each.message);
    return {
      findings,
      gaps: now.pods.flatMap((pod) => [...lossesOf(pod), ...unseenOf(pod, now.from)]),
      facts: factsOf(now, before),
      exhibits: [
        ...messagesTable(
          groupMessages(now, () => true),
          findings,
          before,
        ),
        rolloutPicture(rolled, now),
        ...logSheets(now, findings),
      ],
      ...(settling.length === 0 ? {} : { settling: settling.join(' ') }),
    };
  },
});

/** A run that failed to start, and the next try of a pod that has not come up since. */
const belongsToFailure = (run: Run, pod: LoggedPod): boolean => hasFailedToStart(run) || (!pod.ready && pod.runs.some(hasFailedToStart));

const ownClients = ({ environment: { gate } }: RunContext): string[] => [
  ...new Set([gate.admin.clientId, ...(gate.witness ? [gate.witness.clientId] : [])]),
];

/** Hours from the start of what is judged to the run, or to the last line where that is later; never less than a minute. */
function hoursJudged(now: PodLogs, began: string): number {
  const ends = runsOf(now).flatMap((run) => (run.log.last === undefined ? [] : [Date.parse(run.log.last)]));
  return Math.max((Math.max(Date.parse(began), ...ends) - Date.parse(now.from)) / 3_600_000, 1 / 60);
}

const shortBaseline = ({ hours, sources }: KnownBefore): Finding[] =>
  hours === undefined || isWholeDay(hours)
    ? []
    : [
        finding(codes.BASELINE_SHORT, {
          subject: 'logs',
          message: `What is known from before covers ${hours} h (${sources.join('; ')}).`,
          actual: hours,
        }),
      ];

const oldBaseline = ({ until }: KnownBefore, from: string): Finding[] =>
  until === undefined || Date.parse(until) >= Date.parse(from) - LONG_AGO
    ? []
    : [
        finding(codes.BASELINE_OLD, {
          subject: 'logs',
          message: `What is known from before the release ends ${until}, and what is judged begins ${from}.`,
          actual: until,
        }),
      ];

const runsOf = (now: PodLogs): Run[] => now.pods.flatMap((pod) => pod.runs);

function factsOf(now: PodLogs, before: KnownBefore): Fact[] {
  const sum = (count: (run: Run) => number): number => runsOf(now).reduce((total, run) => total + count(run), 0);
  return [
    { name: 'logs read from', value: now.from },
    { name: 'source of that time', value: now.source },
    { name: 'compared with', value: before.sources.length === 0 ? 'nothing: there is no baseline' : before.sources.join('; ') },
    { name: 'lines read', value: sum((run) => run.log.lines) },
    {
      name: 'failed logins and other events of users',
      value: sum((run) => run.log.userEvents.reduce((total, event) => total + event.count, run.log.userEventsLeftOut)),
    },
  ];
}
