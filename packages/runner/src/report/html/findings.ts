import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import type { Result, Waiver } from '@keycloak-release-gate/core';
import { openFindings, openGaps, waivedItems } from '../summary.ts';
import { causesFirst } from '../causes.ts';
import { becauseOf, consequences } from './consequences.ts';
import { icon } from './icons.ts';
import { valueOf } from './value.ts';
import { outside } from './view.ts';
import type { View } from './view.ts';

type JudgedFinding = Result['findings'][number];
type JudgedGap = Result['gaps'][number];

/** More of them say no more; all of them stand in the record. */
const listed = 200;
/** So many are shown in full at once; the others unfold. */
const unfolded = 5;

/** What is wrong, what could not be seen, and what of it is waived. */
export function findings(view: View, result: Result): Children {
  const { causes } = view.summary;
  const open: Node[] = [
    ...causesFirst(openFindings(result), causes)
      // What comes of a finding of the same check is told under it.
      .filter((item) => causes.causeOf(item)?.result.check !== result.check)
      .toSorted((a, b) => Number(causes.causeOf(a) !== undefined) - Number(causes.causeOf(b) !== undefined) || rank(a) - rank(b))
      .map((item) => findingItem(view, item)),
    ...openGaps(result).map((item) => gapItem(item)),
  ];
  const waived = waivedItems(result).map((item) => ('message' in item ? findingItem(view, item) : gapItem(item)));
  return [list(open), waived.length > 0 ? h('div', { class: 'waived' }, h('h5', null, 'Waived'), list(waived)) : null];
}

const rank = (item: JudgedFinding): number => ['fail', 'warn', 'info'].indexOf(item.severity);

function list(items: readonly Node[]): Children {
  if (items.length === 0) return null;
  const shown = items.slice(0, listed);
  const folded = shown.slice(unfolded);
  return [
    h('ul', { class: 'findings' }, shown.slice(0, unfolded)),
    folded.length > 0
      ? h('details', { class: 'more-findings' }, h('summary', null, `${folded.length} more`), h('ul', { class: 'findings' }, folded))
      : null,
    items.length > listed
      ? h('p', { class: 'cut' }, `${items.length - listed} more are in `, h('a', { href: 'run.json' }, 'run.json'), '.')
      : null,
  ];
}

function findingItem(view: View, item: JudgedFinding): Node {
  const kind = item.severity === 'fail' ? 'fail' : item.severity === 'warn' ? 'warn' : 'skipped';
  const cause = view.summary.causes.causeOf(item);
  const rest = [values(view, item), remedy(item.remedy), h('p', { class: 'id' }, outside(item.code))];
  return h(
    'li',
    { class: `finding edge-${item.waiver ? 'skipped' : kind}`, id: view.causeAnchor(item) },
    h(
      'p',
      { class: 'subject' },
      icon(item.waiver ? 'skipped' : kind),
      h('span', { class: 'code' }, outside(item.subject)),
      h('span', { class: 'tag' }, item.severity === 'fail' ? 'failure' : item.severity === 'warn' ? 'warning' : 'information'),
      cause ? h('span', { class: 'tag' }, 'consequence') : null,
    ),
    h('p', { class: 'message' }, outside(item.message)),
    cause ? [becauseOf(view, cause), h('details', { class: 'by-itself' }, h('summary', null, 'Taken by itself'), rest)] : rest,
    item.waiver ? terms(view, item.waiver) : null,
    consequences(view, item),
  );
}

const values = (view: View, { expected, actual }: JudgedFinding): Children =>
  expected === undefined && actual === undefined
    ? null
    : h(
        'dl',
        { class: 'values' },
        expected === undefined ? null : h('div', null, h('dt', null, 'Expected'), h('dd', null, valueOf(view, expected, 'Expected'))),
        actual === undefined ? null : h('div', null, h('dt', null, 'Found'), h('dd', null, valueOf(view, actual, 'Found'))),
      );

const remedy = (text: string): Node => h('p', { class: 'remedy' }, h('span', { class: 'label' }, 'Remedy'), outside(text));

function gapItem(item: JudgedGap): Node {
  return h(
    'li',
    { class: `finding edge-${item.waiver ? 'skipped' : 'inconclusive'}` },
    h(
      'p',
      { class: 'subject' },
      icon('inconclusive'),
      h('span', { class: 'code' }, outside(item.subject)),
      h('span', { class: 'tag' }, 'not seen'),
    ),
    h('p', { class: 'message' }, outside(item.reason)),
    remedy(item.remedy),
    h('p', { class: 'id' }, outside(item.code)),
    item.waiver
      ? h('p', { class: 'terms' }, outside(`Accepted by ${item.waiver.owner} until ${item.waiver.expires}: ${item.waiver.reason}`))
      : null,
  );
}

const terms = (view: View, waiver: Waiver): Node =>
  h(
    'p',
    { class: 'terms' },
    'Accepted by ',
    outside(waiver.owner),
    ` until ${view.times.moment(waiver.expires)}: `,
    outside(waiver.reason),
    waiver.ticket === undefined ? '' : [' (', outside(waiver.ticket), ')'],
  );
