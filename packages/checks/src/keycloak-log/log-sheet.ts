import { compare } from '@keycloak-release-gate/core';
import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import { markOf } from '../kubernetes/pod-sheet-marks.ts';
import { groupMessages } from './message-groups.ts';
import { knowledgeOf } from './message-knowledge.ts';
import { subjectOf } from './message-verdict.ts';
import type { LoggedPod, OtherContainer, PodLogs, Run } from './pod-logs-evidence.ts';
import { hasFailedToStart } from './start-failure.ts';

type Sheet = Extract<Exhibit, { kind: 'sheet' }>;
type Section = Sheet['sections'][number];
type Entry = Section['entries'][number];

const MOST_PODS = 20;
const MOST_MESSAGES = 25;

/**
 * A page for each pod of what its logs tell, run by run: the start, the migration, the cluster, how it ended, then its errors and
 * warnings. Findings are marked where they stand; the pods with the worst of them come first, and what is left out is told.
 */
export function logSheets(logs: PodLogs, findings: readonly Finding[]): Exhibit[] {
  const sheets = logs.pods.map((pod) => logSheet(pod, logs, findings)).toSorted((a, b) => worst(a) - worst(b) || compare(a.title, b.title));
  return sheets.length <= MOST_PODS
    ? sheets
    : [
        ...sheets.slice(0, MOST_PODS),
        {
          kind: 'text',
          title: 'Other logs',
          text: `The logs of ${MOST_PODS} of ${sheets.length} pods are shown, the worst of them first.`,
        },
      ];
}

function logSheet(pod: LoggedPod, logs: PodLogs, findings: readonly Finding[]): Sheet {
  const own = findings.filter(({ subject }) => subject === `pod/${pod.name}`);
  const failed = pod.runs.find(hasFailedToStart) ?? pod.runs[0];
  return {
    kind: 'sheet',
    title: `Log of ${pod.name}`,
    sections: [
      // What is found of a pod's start is found of its newest run that failed, else of the one that goes on.
      ...pod.runs.map((run) => runSection(run, run === failed ? own : [])),
      ...messages(pod, logs, findings),
      ...pod.others.map((container) => otherSection(container, pod, findings)),
    ].filter(({ entries }) => entries.length > 0),
  };
}

function runSection(run: Run, found: readonly Finding[]): Section {
  const { banner, bootstrap, profile, migration, view, startFailure, lines, first, last } = run.log;
  const [begun, done] = [migration[0], migration.at(-1)];
  const entry = (label: string, value: string | undefined): Entry[] => (value === undefined || value === '' ? [] : [{ label, value }]);
  const said: Entry[] = entry('Gave up starting', startFailure.join('\n'));
  const state: Entry = { label: 'State', value: stateOf(run) };
  const entries = [
    state,
    ...entry('Log', run.absent ?? `${count(lines, 'line')}${first === undefined ? '' : `, from ${first} to ${last ?? '?'}`}`),
    ...entry('Started', banner && at(`Keycloak ${banner.version} in ${banner.seconds} s`, banner.at)),
    ...entry('Profile', profile),
    ...entry('Bootstrap completed', bootstrap && at(`in ${bootstrap.seconds} s`, bootstrap.at)),
    ...entry('Migration', begun && done && `${count(migration.length, 'step')} from ${begun.at ?? '?'} on; the last: ${done.text}`),
    ...entry('Cluster view', view && at(`${view.size} members (${view.members.join(', ')})`, view.at)),
    ...said,
  ];
  const marked = said[0] ?? state;
  return {
    title: `Run ${run.attempt + 1}${run.which === 'previous' ? ' (the one before)' : ''}`,
    entries: entries.map((each) => (each === marked ? withMark(each, found) : each)),
  };
}

function stateOf({ state, startedAt, exitCode }: Run): string {
  const since = startedAt === undefined ? '' : ` since ${startedAt}`;
  switch (state) {
    case 'running':
      return `runs${since}`;
    case 'waiting':
      return 'waits to be started';
    case 'ended':
      return `ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}${startedAt === undefined ? '' : `, started at ${startedAt}`}`;
  }
}

function messages(pod: LoggedPod, logs: PodLogs, findings: readonly Finding[]): Section[] {
  const groups = groupMessages({ ...logs, pods: [pod] }, () => true).map((group) => {
    const found = findings.filter(({ subject }) => subject === subjectOf(group));
    const { level, count: times, logger, first, last, excerpt } = group;
    const when = [first, last === first ? undefined : last].filter((each) => each !== undefined).join(' to ');
    const label = [level, times === 1 ? '' : `${times} times`, knowledgeOf(group).kind === 'benign' ? 'harmless' : ''];
    const entry = {
      label: label.filter(Boolean).join(', '),
      value: `${[when, logger].filter(Boolean).join(', ')}: ${excerpt}`,
    };
    return { entry: withMark(entry, found), rank: Math.min(3, ...found.map(rankOf)) };
  });
  const sorted = groups.toSorted((a, b) => a.rank - b.rank).map(({ entry }) => entry);
  const left = sorted.length - MOST_MESSAGES;
  return [
    {
      title: 'Errors and warnings',
      entries: [
        ...sorted.slice(0, MOST_MESSAGES),
        ...(left > 0 ? [{ label: 'And', value: `${left} more, in the table of all pods` }] : []),
      ],
    },
  ];
}

const otherSection = ({ name, role, runs }: OtherContainer, pod: LoggedPod, findings: readonly Finding[]): Section => {
  const found = findings.filter(({ subject }) => subject === `pod/${pod.name}/${name}`);
  return {
    title: `The last words of the ${role} container ${name}`,
    entries: runs.map((run, index) => {
      const { exitCode, state, log, absent } = run;
      const label = `${state}${exitCode === undefined ? '' : ` (${exitCode})`}`;
      const entry = { label, value: log.lastLines.join('\n') || (absent ?? 'no line') };
      return index === 0 ? withMark(entry, found) : entry;
    }),
  };
};

function withMark(entry: Entry, findings: readonly Finding[]): Entry {
  const mark = markOf(findings);
  return mark ? { ...entry, mark } : entry;
}

const worst = ({ sections }: Sheet): number => {
  const tones = sections.flatMap(({ entries }) => entries.flatMap(({ mark }) => mark?.tone ?? []));
  return tones.includes('bad') ? 0 : tones.includes('warn') ? 1 : 2;
};
const rankOf = ({ severity }: Finding): number => ['fail', 'warn', 'info'].indexOf(severity);
const at = (what: string, when: string | undefined): string => (when === undefined ? what : `${what}, at ${when}`);
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
