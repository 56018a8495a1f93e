import { compare } from '@keycloak-release-gate/core';
import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import { containerEntries } from './pod-sheet-container.ts';
import { eventEntries } from './pod-sheet-events.ts';
import { markEntries } from './pod-sheet-marks.ts';
import type { SheetPlace } from './pod-sheet-marks.ts';
import { conditionInWords, momentInWords, pairs, statusOf } from './pod-words.ts';
import { isAlive } from './rollout.ts';
import type { Pod, Workload } from './workload-evidence.ts';

type Sheet = Extract<Exhibit, { kind: 'sheet' }>;

/** More pages than this nobody leafs through. */
const MOST_PODS = 20;

/**
 * A page for each pod that is alive or in trouble, of any revision, as `kubectl describe pod` shows it: the worst first, and the
 * findings marked where they stand. Where there are too many pods, what is left out is told.
 */
export function podSheets(now: Workload, findings: readonly Finding[]): Exhibit[] {
  const shown = now.pods
    .map((pod) => ({ pod, own: findings.filter(({ subject }) => isOf(subject, pod)) }))
    .filter(({ pod, own }) => isAlive(pod) || own.length > 0)
    .toSorted((a, b) => worst(a.own) - worst(b.own) || Number(b.pod.current) - Number(a.pod.current) || compare(a.pod.name, b.pod.name));
  const sheets = shown.slice(0, MOST_PODS).map(({ pod, own }) => podSheet(pod, now, own));
  return shown.length <= MOST_PODS
    ? sheets
    : [...sheets, { kind: 'text', title: 'Other pods', text: `${MOST_PODS} of ${shown.length} pods are shown, the worst of them first.` }];
}

/** The page of one pod. */
export function podSheet(pod: Pod, now: Workload, findings: readonly Finding[]): Sheet {
  const events = now.events.filter(({ subject }) => subject === `pod/${pod.name}`);
  const places: SheetPlace[] = [
    ...aboutPod(pod, now),
    ...conditions(pod, now.observedAt),
    ...pod.containers.flatMap((container) => containerEntries(container, pod, now.observedAt)),
    ...eventEntries(events, pod, now.observedAt),
  ];
  const sections = Map.groupBy(markEntries(places, findings), ({ section }) => section);
  return {
    kind: 'sheet',
    title: `${pod.name}: ${statusOf(pod)}${pod.current ? '' : ', of an older revision'}`,
    sections: [...sections].map(([title, entries]) => ({
      title,
      entries: entries.map(({ label, value, mark }) => ({ label, value, ...(mark ? { mark } : {}) })),
    })),
  };
}

function aboutPod(pod: Pod, now: Workload): SheetPlace[] {
  const section = 'Pod';
  const { namespace, observedAt } = now;
  const entry = (label: string, value: string | undefined): SheetPlace[] =>
    value === undefined || value === '' ? [] : [{ section, label, value }];
  return [
    ...entry('Name', pod.name),
    ...entry('Namespace', namespace),
    { section, label: 'Status', value: statusOf(pod), kind: 'pod', words: [pod.reason, pod.message] },
    ...entry('Reason', pod.reason),
    ...entry('Message', pod.message),
    ...entry('Node', pod.node ?? 'none'),
    ...entry('Looked at', observedAt),
    ...entry('Created', momentInWords(pod.created, observedAt)),
    ...entry('Started', pod.started === undefined ? undefined : momentInWords(pod.started, observedAt)),
    ...entry('To be gone at', pod.deleting === undefined ? undefined : momentInWords(pod.deleting, observedAt)),
    ...entry('Revision', `${pod.revision}${pod.current ? '' : ' (older)'}`),
    ...entry('Belongs to', `${now.kind} ${now.name}`),
    ...entry('Labels', pairs(pod.labels)),
    ...entry('Volume claims', pod.claims?.join(', ')),
    ...entry('Scheduling gates', pod.schedulingGates?.join(', ')),
    ...entry('Readiness gates', pod.readinessGates.join(', ')),
    ...entry('Finalizers', pod.finalizers.join(', ')),
  ];
}

const conditions = (pod: Pod, observedAt: string | undefined): SheetPlace[] =>
  pod.conditions.map((condition) => ({
    section: 'Conditions',
    label: condition.type,
    value: conditionInWords(condition, observedAt),
    kind: 'condition',
    ...(condition.status === 'True' ? {} : { words: [condition.reason, condition.message, `readiness gate ${condition.type}`] }),
  }));

const isOf = (subject: string, { name }: Pod): boolean => subject === `pod/${name}` || subject.startsWith(`pod/${name}/`);
const worst = (findings: readonly Finding[]): number =>
  Math.min(3, ...findings.map(({ severity }) => ['fail', 'warn', 'info'].indexOf(severity)));
