import type { ApplicationDifferences, Difference } from '@keycloak-release-gate/checks';
import { cleanLine } from '../report/clean-text.ts';
import { writer } from '../report/terminal-writer.ts';
import type { Terminal, Writer } from '../report/terminal-writer.ts';
import type { Diff, SectionDiff } from './model.ts';
import { exitCodeOf, sectionsOf } from './model.ts';
import { touchedBy } from './touched.ts';
import type { Touched } from './touched.ts';
import {
  count,
  groupTitle,
  inWords,
  placeOf,
  serverLines,
  sideLine,
  titleOf,
  unreadOf,
  valueLines,
  verbOf,
  verdictOf,
  weakerLine,
} from './words.ts';

/** How many secrets are named, of whom is touched how many, and how many weaknesses: all of them are in the other formats. */
const most = { secrets: 12, touched: 20, weaker: 20 } as const;

/** The comparison for a terminal; without colour for a file. */
export function terminalDiff(diff: Diff, terminal: Terminal): string {
  const write = writer(terminal);
  const { paint, text, line } = write;
  const tone = { 0: 'green', 1: 'red', 2: 'red', 3: 'yellow' } as const;
  const section = (each: SectionDiff): string[] => [
    '',
    paint('bold', `${text(titleOf(each))}: ${count(each.comparison.differences.length, 'difference')} in ${count(each.objects, 'object')}`),
    ...each.arrivals.map(({ change, inA, inB }) =>
      line(
        2,
        `${text(change)}: ${inWords(inA)} in A, ${inWords(inB)} in B`,
        inA === false || inB === false ? 'red' : undefined,
        'announced  ',
      ),
    ),
    ...each.broken.map(({ words }) => line(2, text(words), 'red', '✗ announced  ')),
    ...groupLines(
      write,
      each.groups,
      (difference) => each.notes.get(difference) ?? difference.note,
      (application) => groupTitle(each, application),
    ),
    ...touchedLines(write, touchedBy(each.impact)),
    ...weakerLines(write, each),
    ...secrets(each).map((words) => line(2, cleanLine(words), 'dim')),
    ...unreadOf(each).map((words) => line(2, text(words), 'yellow', 'not compared  ')),
  ];
  return [
    line(0, text(sideLine(diff.a)), undefined, 'A  '),
    line(0, text(sideLine(diff.b)), undefined, 'B  '),
    ...[...diff.origins].map(([from, to]) => line(3, `${text(from)} of A is ${text(to)} of B`, 'dim')),
    ...sectionsOf(diff).flatMap(section),
    ...(diff.server.length === 0 ? [] : ['', paint('bold', 'The server'), ...serverLines(diff).map((words) => line(2, text(words)))]),
    ...(diff.missing.length === 0 ? [] : ['', ...diff.missing.map((words) => line(0, text(words), 'red', '✗ '))]),
    ...(diff.notCompared.length === 0 ? [] : ['', ...diff.notCompared.map((words) => line(0, text(words), 'yellow', 'not compared  '))]),
    '',
    paint(tone[exitCodeOf(diff)], verdictOf(diff)),
    '',
  ].join('\n');
}

const ofApplication = (application: string | undefined): string =>
  application === undefined ? 'of no application' : `of the application ${application}`;

/** The differences of each application, with what is to be known of each. */
export const groupLines = (
  { text, line }: Writer,
  groups: readonly ApplicationDifferences[],
  noteOf: (difference: Difference) => string | undefined,
  titleFor: (application: string | undefined) => string | undefined = ofApplication,
): string[] =>
  groups.flatMap(({ application, differences }) => [
    ...[titleFor(application)].flatMap((title) => (title === undefined ? [] : [line(2, text(title), 'dim')])),
    ...differences.flatMap((difference) => {
      const note = noteOf(difference);
      return [
        line(4, `${text(placeOf(difference))}  ${verbOf(difference)}`),
        ...valueLines(difference).map(({ sign, text: value }) =>
          sign === '-' ? line(6, text(value), 'red', '− ') : sign === '+' ? line(6, text(value), 'green', '+ ') : line(6, text(value)),
        ),
        ...(note === undefined ? [] : [line(6, cleanLine(note), 'dim')]),
      ];
    }),
  ]);

/** Who is touched, one after another with the ways there. */
export function touchedLines({ text, line }: Writer, touched: readonly Touched[]): string[] {
  if (touched.length === 0) return [];
  const shown = touched.slice(0, most.touched);
  const more = touched.length - shown.length;
  return [
    line(2, 'who is touched', 'dim'),
    ...shown.flatMap(({ who, critical, ways, more: left }) => [
      line(4, critical ? `${text(who)}, which is critical` : text(who), critical ? 'red' : undefined),
      ...ways.map(({ when, path }) => line(6, when === '' ? cleanLine(path) : `${cleanLine(path)}  (${cleanLine(when)})`)),
      ...(left > 0 ? [line(6, `and ${left} more`)] : []),
    ]),
    ...(more > 0 ? [line(4, `and ${count(more, 'application')} more; --format json has all of them`)] : []),
  ];
}

/** In what one side is weaker; `names` are those of the sides. */
export function weakerLines({ line }: Writer, { weaker }: Pick<SectionDiff, 'weaker'>, names?: Parameters<typeof weakerLine>[1]): string[] {
  if (weaker.length === 0) return [];
  const shown = weaker.slice(0, most.weaker);
  const more = weaker.length - shown.length;
  return [
    line(2, 'what is weaker', 'dim'),
    ...shown.map((each) => line(4, cleanLine(weakerLine(each, names)), each.standing === 'unannounced' ? 'red' : undefined)),
    ...(more > 0 ? [line(4, `and ${count(more, 'thing')} more; --format json has all of them`)] : []),
  ];
}

function secrets({ comparison: { unverifiable } }: SectionDiff): string[] {
  if (unverifiable.length === 0) return [];
  const named = unverifiable.slice(0, most.secrets).map(({ object, attribute }) => `${object}: ${attribute}`);
  const more = unverifiable.length > named.length ? `, and ${unverifiable.length - named.length} more` : '';
  return [`${count(unverifiable.length, 'secret')} that nobody can compare: ${named.join(', ')}${more}`];
}
