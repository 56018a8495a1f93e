import { openGaps } from '../summary.ts';
import type { WaiverReport } from '../summary.ts';
import { countOf, titleOf } from '../words.ts';
import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import { brief, entry, severityNote } from './front-entry.ts';
import { blockers } from './front-blockers.ts';
import { icon } from './icons.ts';
import { linkTo, outside, titleFor } from './view.ts';
import type { View } from './view.ts';

interface Listing {
  readonly title: string;
  readonly noun: string;
  readonly items: readonly Children[];
  /** Said where there is nothing to list; without it the list is then left out. */
  readonly none?: string;
}

/** On one sheet of paper there is room for so many entries; the others stand on the screen and in the steps. */
const onPaper = 9;
const onScreen = 40;

/** What stands in the way, what could not be verified, what is waived and what else there is to know. */
export function frontLists(view: View): Children {
  const lists: Listing[] = [
    { title: 'What stands in the way', noun: 'check', items: blockers(view) },
    unseen(view),
    waivers(view),
    notices(view),
  ];
  const room = share(lists.map((list) => list.items.length));
  return lists.map((list, index) => section(list, room[index] ?? 0));
}

/** Divides the sheet: two entries for each list, the rest in the order of the lists. */
function share(lengths: readonly number[]): number[] {
  const given = lengths.map((length) => Math.min(2, length));
  let left = onPaper - given.reduce((sum, count) => sum + count, 0);
  return given.map((count, index) => {
    const more = Math.max(0, Math.min(left, (lengths[index] ?? 0) - count));
    left -= more;
    return count + more;
  });
}

function section({ title, noun, items, none }: Listing, paper: number): Node | null {
  if (items.length === 0)
    return none === undefined ? null : h('section', { class: 'listing' }, h('h2', null, title), h('p', { class: 'quiet' }, none));
  return h(
    'section',
    { class: 'listing' },
    h('h2', null, title),
    h(
      'ul',
      { class: 'items' },
      items.slice(0, onScreen).map((item, index) => h('li', { class: index < paper ? undefined : 'on-screen' }, item)),
    ),
    items.length > paper
      ? h('p', { class: 'more on-paper' }, `And ${countOf(items.length - paper, `more ${noun}`)}, in the report on the screen.`)
      : null,
    items.length > onScreen ? h('p', { class: 'more on-screen' }, `And ${countOf(items.length - onScreen, `more ${noun}`)}.`) : null,
  );
}

/** Gaps check by check, and what was not looked at root cause by root cause. */
function unseen(view: View): Listing {
  const { checks } = view.summary;
  const gaps = checks
    .filter(({ result }) => openGaps(result).length > 0 || result.outcome.kind === 'inconclusive')
    .map(({ result }) => {
      const [first, ...others] = openGaps(result);
      return [
        icon('inconclusive'),
        entry(view, result, first ? [brief(first.reason), others.length > 0 ? ` And ${others.length} more.` : ''] : null),
      ];
    });
  const blocked = checks.flatMap(({ result }) => (result.outcome.kind === 'blocked' ? [{ result, by: result.outcome.by }] : []));
  const causes = [...new Map(blocked.map(({ by }) => [by.join('\n'), by])).entries()];
  const groups = causes.map(([key, by]) => {
    const results = blocked.filter((item) => item.by.join('\n') === key).map((item) => item.result);
    return [
      icon('blocked'),
      h(
        'div',
        null,
        listed(results.map((result) => [linkTo(view, result.check, outside(titleOf(result))), severityNote(result)])),
        h('p', null, 'not looked at, because of ', listed(by.map((cause) => linkTo(view, cause, outside(titleFor(view, cause)))))),
      ),
    ];
  });
  return { title: 'What could not be verified', noun: 'entry', items: [...gaps, ...groups] };
}

const listed = (items: readonly Children[]): Children => items.map((item, index) => [index > 0 ? ', ' : '', item]);

function waivers(view: View): Listing {
  const items = view.summary.waivers.map((report) => {
    const { waiver } = report;
    return h(
      'div',
      null,
      h('strong', null, outside(`${waiver.code} on ${waiver.subject}`)),
      h('p', null, brief(waiver.reason), waiver.ticket === undefined ? '' : [' (', outside(waiver.ticket), ')']),
      h('p', null, 'Accepted by ', outside(waiver.owner), ` until ${view.times.moment(waiver.expires)}. `, use(view, report)),
    );
  });
  return { title: 'Waivers', noun: 'waiver', items, none: 'None: nothing was accepted in advance.' };
}

function use(view: View, { uses, expired }: WaiverReport): Children {
  if (expired) return h('strong', null, 'Expired: it covers nothing.');
  const checks = [...new Set(uses.map((item) => item.check))];
  if (checks.length === 0) return 'Not needed in this run.';
  return ['Used in ', listed(checks.map((check) => linkTo(view, check, outside(titleFor(view, check))))), '.'];
}

const notices = ({ record }: View): Listing => ({
  title: 'Notices',
  noun: 'notice',
  items: record.notices.map((notice) => [icon('warn'), h('div', null, brief(notice))]),
});
