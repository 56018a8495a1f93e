import { styleText } from 'node:util';
import { cleanLine } from '../report/clean-text.ts';
import type { Diff, RealmDiff } from './model.ts';
import { exitCodeOf } from './model.ts';
import { count, inWords, placeOf, serverLines, unreadOf, valueLines, verbOf, verdictOf } from './words.ts';

const longest = 160;
/** How many secrets are named; all of them are in the other formats. */
const mostSecrets = 12;

/** The comparison for a terminal; without colour for a file. */
export function terminalDiff(diff: Diff, toTerminal: boolean): string {
  const paint = (format: 'green' | 'red' | 'yellow' | 'dim' | 'bold', text: string): string =>
    toTerminal ? styleText(format, text, { stream: process.stdout }) : text;
  const text = (value: string): string => {
    const clean = cleanLine(value);
    return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
  };
  const tone = { 0: 'green', 1: 'red', 3: 'yellow' } as const;
  const realm = (each: RealmDiff): string[] => [
    '',
    paint(
      'bold',
      `Realm ${text(each.realm)}: ${count(each.comparison.differences.length, 'difference')} in ${count(each.objects, 'object')}`,
    ),
    ...each.arrivals.map(({ change, inA, inB }) => {
      const line = `  announced  ${text(change)}: ${inWords(inA)} in A, ${inWords(inB)} in B`;
      return inA === false || inB === false ? paint('red', line) : line;
    }),
    ...each.broken.map(({ words }) => `  ${paint('red', '✗')} announced  ${text(words)}`),
    ...each.groups.flatMap(({ application, differences }) => [
      paint('dim', `  ${application === undefined ? 'of no application' : `of the application ${text(application)}`}`),
      ...differences.flatMap((difference) => {
        const note = each.notes.get(difference) ?? difference.note;
        return [
          `    ${text(placeOf(difference))}  ${paint('dim', verbOf(difference))}`,
          ...valueLines(difference).map(({ sign, text: value }) =>
            sign === '-'
              ? paint('red', `      − ${text(value)}`)
              : sign === '+'
                ? paint('green', `      + ${text(value)}`)
                : `      ${text(value)}`,
          ),
          ...(note === undefined ? [] : [paint('dim', `      ${text(note)}`)]),
        ];
      }),
    ]),
    ...secrets(each).map((line) => paint('dim', `  ${cleanLine(line)}`)),
    ...unreadOf(each).map((line) => `  ${paint('yellow', 'not compared')}  ${text(line)}`),
  ];
  return [
    `A  ${text(diff.a.name)}`,
    `B  ${text(diff.b.name)}`,
    ...[...diff.origins].map(([from, to]) => paint('dim', `   ${text(from)} of A is ${text(to)} of B`)),
    ...diff.realms.flatMap(realm),
    ...(diff.server.length === 0 ? [] : ['', paint('bold', 'The server'), ...serverLines(diff).map((line) => `  ${text(line)}`)]),
    ...(diff.notCompared.length === 0 ? [] : ['', ...diff.notCompared.map((line) => `${paint('yellow', 'not compared')}  ${text(line)}`)]),
    '',
    paint(tone[exitCodeOf(diff)], verdictOf(diff)),
    '',
  ].join('\n');
}

function secrets({ comparison: { unverifiable } }: RealmDiff): string[] {
  if (unverifiable.length === 0) return [];
  const named = unverifiable.slice(0, mostSecrets).map(({ object, attribute }) => `${object}: ${attribute}`);
  const more = unverifiable.length > named.length ? `, and ${unverifiable.length - named.length} more` : '';
  return [`${count(unverifiable.length, 'secret')} that nobody can compare: ${named.join(', ')}${more}`];
}
