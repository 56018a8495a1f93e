import type { ApplicationDifferences, Difference } from '@keycloak-release-gate/checks';
import { cleanLine } from '../report/clean-text.ts';
import { sectionsOf } from './model.ts';
import type { Diff, SectionDiff } from './model.ts';
import { touchedBy } from './touched.ts';
import type { Touched } from './touched.ts';
import { count, inWords, placeOf, serverLines, sideLine, titleOf, unreadOf, valueLines, verbOf, verdictOf, weakerLine } from './words.ts';

/** The comparison as Markdown, for a pull request or a ticket. */
export function markdownDiff(diff: Diff): string {
  return [
    `# ${verdictOf(diff)}`,
    '',
    `- A: ${plain(sideLine(diff.a))}`,
    `- B: ${plain(sideLine(diff.b))}`,
    ...[...diff.origins].map(([from, to]) => `- ${code(from)} of A is ${code(to)} of B`),
    ...sectionsOf(diff).flatMap(part),
    ...section('The server', serverLines(diff).map(plain)),
    ...section('On one side alone', diff.missing.map(plain)),
    ...section('Not compared', diff.notCompared.map(plain)),
    '',
  ].join('\n');
}

function part(each: SectionDiff): string[] {
  const { comparison, groups, notes, broken, arrivals } = each;
  return [
    '',
    `## ${plain(titleOf(each))}: ${count(comparison.differences.length, 'difference')} in ${count(each.objects, 'object')}`,
    ...section('Announced', [
      ...arrivals.map(({ change, inA, inB }) => `${code(change)}: ${inWords(inA)} in A, ${inWords(inB)} in B`),
      ...broken.map(({ words }) => plain(words)),
    ]),
    ...groupSections(groups, (difference) => notes.get(difference) ?? difference.note, 'realm' in each ? undefined : 'What differs'),
    ...section('Who is touched', touchedIn(touchedBy(each.impact))),
    ...section(
      'What is weaker',
      bounded(
        each.weaker.map((one) => plain(weakerLine(one))),
        most.weaker,
        'things',
      ),
    ),
    ...section(
      `${count(comparison.unverifiable.length, 'secret')} that nobody can compare`,
      comparison.unverifiable.map(({ object, attribute }) => code(`${object}: ${attribute}`)),
    ),
    ...section('Not compared', unreadOf(each).map(plain)),
  ];
}

/** The differences of each application, with what is to be known of each. */
export const groupSections = (
  groups: readonly ApplicationDifferences[],
  noteOf: (difference: Difference) => string | undefined,
  ofNone = 'Of no application',
): string[] =>
  groups.flatMap(({ application, differences }) =>
    section(
      application === undefined ? ofNone : `Application ${plain(application)}`,
      differences.map((difference) => {
        const note = noteOf(difference);
        return [
          `${code(placeOf(difference))} ${verbOf(difference)}${note === undefined ? '' : ` (${plain(note)})`}`,
          ...valueLines(difference).map(({ sign, text }) => `  - ${sign === '-' ? 'before ' : sign === '+' ? 'after ' : ''}${code(text)}`),
        ].join('\n');
      }),
    ),
  );

/** How much of it a ticket takes; all of it is in --format json. */
const most = { touched: 50, weaker: 50 } as const;

/** Who is touched: each with the ways there, below it. */
export const touchedIn = (touched: readonly Touched[]): string[] =>
  bounded(
    touched.map(({ who, critical, ways, more }) =>
      [
        `${plain(who)}${critical ? ', which is critical' : ''}`,
        ...ways.map(({ when, path }) => `  - ${code(path)}${when === '' ? '' : ` (${plain(when)})`}`),
        ...(more > 0 ? [`  - and ${more} more`] : []),
      ].join('\n'),
    ),
    most.touched,
    'applications',
  );

const bounded = (items: readonly string[], number: number, what: string): string[] =>
  items.length <= number
    ? [...items]
    : [...items.slice(0, number), `and ${items.length - number} more ${what}: \`--format json\` has them`];

export const section = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : ['', `### ${title}`, '', ...items.map((item) => `- ${item}`)];

/** Text between as many backticks as it takes: nothing in it is Markdown or HTML. */
export function code(text: string): string {
  const clean = cleanLine(text);
  const ticks = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return clean.startsWith('`') || clean.endsWith('`') ? `${ticks} ${clean} ${ticks}` : `${ticks}${clean}${ticks}`;
}

export const plain = (text: string): string => cleanLine(text).replaceAll(/[\\`*_{}[\]<>#|]/g, (sign) => `\\${sign}`);
