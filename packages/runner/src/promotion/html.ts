import { diffExhibit } from '@keycloak-release-gate/checks';
import type { Arrived } from '@keycloak-release-gate/checks';
import { exhibit, htmlPage, list, tone, touchedExhibits } from '../diff/html.ts';
import { count, sideLine, weakerLine } from '../diff/words.ts';
import { h } from '../report/html/element.ts';
import type { Node } from '../report/html/element.ts';
import { icon } from '../report/html/icons.ts';
import { scrolled } from '../report/html/value.ts';
import { outside } from '../report/html/view.ts';
import { exitCodeOf } from './model.ts';
import type { Neighbours, Promotion } from './model.ts';
import { reasonsOf, tablesOf, unreadOf, verdictOf } from './words.ts';

/** The promotion as one HTML file that needs nothing beside it. Nothing in it is a script. */
export const htmlPromotion = (promotion: Promotion): string =>
  htmlPage({
    title: `${promotion.release.id}: ${verdictOf(promotion)}`,
    kicker: 'Promotion of the admin configuration',
    heading: verdictOf(promotion),
    tone: tone[exitCodeOf(promotion)],
    particulars: [
      ['Release', `${promotion.release.id}: ${promotion.release.title}`],
      ...promotion.places.map(({ id, side }): [string, string] => [id, sideLine(side)]),
    ],
    content: [
      ...tablesOf(promotion).map(({ title, rows }) => matrix(title, rows, promotion)),
      ...promotion.neighbours.map(neighbours),
      ...promotion.servers.map(({ from, to, differences }) =>
        list(
          `The servers of ${from} and ${to}`,
          differences.map(
            ({ part, kind, why }) => `${part} is in ${kind === 'gone' ? from : to} alone${why === undefined ? '' : ` (${why})`}`,
          ),
        ),
      ),
      list('Not there', promotion.missing),
      list('Not seen', promotion.notSeen),
      list('Held after each deploy, by keycloak-config/tokens-kept', promotion.elsewhere),
    ],
  });

const icons = { arrived: 'pass', 'not yet': 'warn', otherwise: 'fail', 'not visible': 'inconclusive' } as const;

const cell = ({ state, how }: Arrived): Node =>
  h(
    'td',
    null,
    h('span', { class: `mark tone-${icons[state]}` }, icon(icons[state]), ` ${state}`),
    how === undefined ? null : h('p', { class: 'cut' }, outside(how)),
  );

function matrix(title: string, rows: ReturnType<typeof tablesOf>[number]['rows'], { places }: Promotion): Node {
  const table = h(
    'table',
    null,
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        h('th', { scope: 'col' }, 'Change'),
        places.map(({ id }) => h('th', { scope: 'col' }, outside(id))),
      ),
    ),
    h(
      'tbody',
      null,
      rows.map(({ change, why, cells }) =>
        h('tr', null, h('td', null, outside(change), why === undefined ? null : h('p', { class: 'cut' }, outside(why))), cells.map(cell)),
      ),
    ),
  );
  return h('section', { class: 'checks' }, h('h2', null, outside(title)), scrolled(title, table));
}

function neighbours(each: Neighbours): Node {
  const { from, to, realm, comparison, besides, ofRelease, applications, impact, weaker } = each;
  return h(
    'section',
    { class: 'checks' },
    h(
      'h2',
      null,
      outside(`${from} → ${to}, realm ${realm}`),
      besides.length === 0 ? ': nothing differs besides' : `: ${count(besides.length, 'difference')} besides`,
    ),
    ofRelease === 0 ? null : h('p', { class: 'cut' }, `${count(ofRelease, 'line')} of the release, which has not arrived in both.`),
    ...diffExhibit({ ...comparison, differences: besides }, applications, () => undefined).map(exhibit),
    ...(besides.length === 0 ? [] : touchedExhibits(impact).map(exhibit)),
    list(
      'What is weaker',
      weaker.map((one) => weakerLine(one, { A: from, B: to })),
    ),
    list('Accounted for', reasonsOf(each)),
    list('Not compared', unreadOf(each)),
  );
}
