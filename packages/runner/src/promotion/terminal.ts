import { cleanLine } from '../report/clean-text.ts';
import { columns } from '../report/terminal-text.ts';
import { groupLines, touchedLines, weakerLines } from '../diff/terminal.ts';
import { writer } from '../report/terminal-writer.ts';
import type { Terminal, Writer } from '../report/terminal-writer.ts';
import { touchedBy } from '../diff/touched.ts';
import { count, sideLine } from '../diff/words.ts';
import { exitCodeOf } from './model.ts';
import type { ChangeRow, Neighbours, Promotion } from './model.ts';
import { reasonsOf, signs, tablesOf, unreadOf, verdictOf } from './words.ts';

/** The promotion for a terminal; without colour for a file. */
export function terminalPromotion(promotion: Promotion, terminal: Terminal): string {
  const write = writer(terminal);
  const { paint, text, line } = write;
  const tone = { 0: 'green', 1: 'red', 3: 'yellow' } as const;
  const { release, places } = promotion;
  const widest = Math.max(...places.map(({ id }) => columns(id)));
  return [
    ...[`${release.id}: ${release.title}`].map((words) => paint('bold', text(words))),
    ...places.map(({ id, side }) => line(2, text(sideLine(side)), undefined, `${id.padEnd(widest)}  `)),
    ...tablesOf(promotion).flatMap(({ title, rows }) => [
      '',
      paint('bold', text(title)),
      ...rows.flatMap((row) => rowLines(write, row, promotion)),
    ]),
    ...promotion.neighbours.flatMap((each) => neighbourLines(write, each)),
    ...promotion.servers.flatMap(({ from, to, differences }) => [
      '',
      paint('bold', `The servers of ${from} and ${to}`),
      ...differences.map(({ part, kind, why }) =>
        line(2, text(`${part} is in ${kind === 'gone' ? from : to} alone${why === undefined ? '' : ` (${why})`}`)),
      ),
    ]),
    ...listed(promotion.missing.map((words) => line(0, text(words), 'red', '✗ '))),
    ...listed(promotion.notSeen.map((words) => line(0, text(words), 'yellow', 'not seen  '))),
    ...listed(
      promotion.elsewhere.map((words) =>
        line(0, `${text(words)}: the claims of tokens are held after each deploy, by keycloak-config/tokens-kept`, 'dim'),
      ),
    ),
    '',
    paint(tone[exitCodeOf(promotion)], verdictOf(promotion)),
    '',
  ].join('\n');
}

const listed = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);
const tones = { arrived: 'green', 'not yet': 'red', otherwise: 'red', 'not visible': 'yellow' } as const;

/** The change, and below it each environment with what became of it there. */
function rowLines({ paint, text, line }: Writer, { change, why, cells }: ChangeRow, { places }: Promotion): string[] {
  const states = places.map(({ id }, index) => {
    const state = cells[index]?.state ?? 'not visible';
    return paint(tones[state], `${signs[state]} ${id} ${state}`);
  });
  return [
    line(2, text(change)),
    ...(why === undefined ? [] : [line(4, text(why), 'dim')]),
    `    ${states.join('   ')}`,
    ...places.flatMap(({ id }, index) => {
      const how = cells[index]?.how;
      return how === undefined ? [] : [line(6, text(`${id}: ${how}`))];
    }),
  ];
}

function neighbourLines(write: Writer, each: Neighbours): string[] {
  const { from, to, realm, besides, groups, ofRelease, impact } = each;
  const { paint, text, line } = write;
  return [
    '',
    paint(
      'bold',
      text(
        `${from} → ${to}, realm ${realm}: ${besides.length === 0 ? 'nothing differs besides' : `${count(besides.length, 'difference')} besides`}`,
      ),
    ),
    ...(ofRelease === 0 ? [] : [line(2, `${count(ofRelease, 'line')} of the release, which has not arrived in both`, 'dim')]),
    ...groupLines(write, groups, ({ note }) => note),
    ...(besides.length === 0 ? [] : touchedLines(write, touchedBy(impact))),
    ...weakerLines(write, each, { A: from, B: to }),
    ...reasonsOf(each).map((words) => line(2, cleanLine(words), 'dim')),
    ...unreadOf(each).map((words) => line(2, text(words), 'yellow', 'not compared  ')),
  ];
}
