import { code, groupSections, plain, section, touchedIn } from '../diff/markdown.ts';
import { touchedBy } from '../diff/touched.ts';
import { count, sideLine, weakerLine } from '../diff/words.ts';
import type { Neighbours, Promotion } from './model.ts';
import { reasonsOf, signs, tablesOf, unreadOf, verdictOf } from './words.ts';

/** The promotion as Markdown, for a ticket. */
export function markdownPromotion(promotion: Promotion): string {
  const { release, places } = promotion;
  return [
    `# ${plain(verdictOf(promotion))}`,
    '',
    `${plain(release.id)}: ${plain(release.title)}`,
    '',
    ...places.map(({ id, side }) => `- ${plain(id)}: ${plain(sideLine(side))}`),
    ...tablesOf(promotion).flatMap(({ title, rows }) => [
      '',
      `## ${plain(title)}`,
      '',
      `| change | ${places.map(({ id }) => plain(id)).join(' | ')} |`,
      `| --- | ${places.map(() => '---').join(' | ')} |`,
      ...rows.map(
        ({ change, cells }) =>
          `| ${plain(change)} | ${cells.map(({ state, how }) => `${signs[state]} ${state}${how === undefined ? '' : `: ${plain(how)}`}`).join(' | ')} |`,
      ),
    ]),
    ...promotion.neighbours.flatMap(neighbours),
    ...promotion.servers.flatMap(({ from, to, differences }) =>
      section(
        `The servers of ${plain(from)} and ${plain(to)}`,
        differences.map(
          ({ part, kind, why }) =>
            `${code(part)} is in ${plain(kind === 'gone' ? from : to)} alone${why === undefined ? '' : ` (${plain(why)})`}`,
        ),
      ),
    ),
    ...section('Not there', promotion.missing.map(plain)),
    ...section('Not seen', promotion.notSeen.map(plain)),
    ...section('Held after each deploy, by keycloak-config/tokens-kept', promotion.elsewhere.map(plain)),
    '',
  ].join('\n');
}

function neighbours(each: Neighbours): string[] {
  const { from, to, realm, besides, groups, ofRelease, impact, weaker } = each;
  return [
    '',
    `## ${plain(`${from} → ${to}, realm ${realm}`)}: ${besides.length === 0 ? 'nothing differs besides' : `${count(besides.length, 'difference')} besides`}`,
    ...(ofRelease === 0 ? [] : ['', `${count(ofRelease, 'line')} of the release, which has not arrived in both.`]),
    ...groupSections(groups, ({ note }) => note),
    ...(besides.length === 0 ? [] : section('Who is touched', touchedIn(touchedBy(impact)))),
    ...section(
      'What is weaker',
      weaker.map((one) => plain(weakerLine(one, { A: from, B: to }))),
    ),
    ...section('Accounted for', reasonsOf(each).map(plain)),
    ...section('Not compared', unreadOf(each).map(plain)),
  ];
}
