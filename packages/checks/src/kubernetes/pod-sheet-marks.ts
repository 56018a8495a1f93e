import type { Exhibit, Finding } from '@keycloak-release-gate/core';

type Entry = Extract<Exhibit, { kind: 'sheet' }>['sections'][number]['entries'][number];

/** An entry of a pod's page, with what a finding says that stands there. */
export interface SheetPlace extends Entry {
  readonly section: string;
  /** What may be marked; other entries never are. */
  readonly kind?: 'pod' | 'condition' | 'state' | 'last state' | 'restarts' | 'event';
  /** The container that it is about. */
  readonly subject?: string;
  /** What a message repeats of it: its reason, its text. */
  readonly words?: readonly string[];
}

/** A shorter text than this stands in many messages. */
const TELLING = 6;

/**
 * Marks each finding where the page shows what its message repeats: a container's state, a condition, an event. One that
 * repeats nothing is marked on its container's state, else on the pod's status, so that none is lost.
 */
export function markEntries(places: readonly SheetPlace[], findings: readonly Finding[]): (Entry & { readonly section: string })[] {
  const marks = new Map<SheetPlace, Finding[]>();
  for (const finding of findings) for (const place of placesOf(finding, places)) marks.set(place, [...(marks.get(place) ?? []), finding]);
  return places.map((place) => {
    const mark = markOf(marks.get(place) ?? []);
    return { section: place.section, label: place.label, value: place.value, ...(mark ? { mark } : {}) };
  });
}

function placesOf(finding: Finding, places: readonly SheetPlace[]): SheetPlace[] {
  const isContainers = finding.subject.split('/').length > 2;
  const near = places.filter(
    ({ kind, subject }) => kind !== undefined && (!isContainers || subject === undefined || subject === finding.subject),
  );
  if (finding.code.includes('RESTART')) {
    const counted = near.filter(({ kind }) => kind === 'restarts');
    if (isContainers && counted.length > 0) return counted;
  }
  const repeated = near.filter(({ words = [] }) => words.some((each) => repeats(finding.message, each)));
  const first = (...kinds: readonly SheetPlace['kind'][]): SheetPlace[] =>
    kinds.flatMap((kind) => repeated.find((place) => place.kind === kind) ?? []).slice(0, 1);
  // What is said of a state is the cause of what is said of conditions. The newest event of a kind says what the others do.
  const marked = [...first('state', 'last state', 'condition'), ...first('event')];
  if (marked.length > 0) return marked;
  const otherwise =
    near.find(({ kind, subject }) => kind === 'state' && subject === finding.subject) ?? near.find(({ kind }) => kind === 'pod');
  return otherwise ? [otherwise] : [];
}

const repeats = (message: string, words: string): boolean => words.length >= TELLING && message.includes(words);

/** The mark of an entry in which these were found, as bad as the worst of them; undefined where nothing was. */
export function markOf(findings: readonly Finding[]): Entry['mark'] {
  const [first] = findings;
  if (!first) return undefined;
  const isBad = findings.some(({ severity }) => severity === 'fail');
  const isWarning = findings.some(({ severity }) => severity === 'warn');
  const text = [...new Set(findings.map(({ title, code }) => `${title} (${code})`))].join('; ');
  return { tone: isBad ? 'bad' : isWarning ? 'warn' : 'neutral', text };
}
