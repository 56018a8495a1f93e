import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import type { Fact, Result } from '@keycloak-release-gate/core';
import { waivedItems } from '../summary.ts';
import type { CheckReport } from '../summary.ts';
import { duration, outcomeWords, titleOf } from '../words.ts';
import { exhibit } from './exhibits/exhibit.ts';
import { findings } from './findings.ts';
import { icon } from './icons.ts';
import { looksOf } from './looks.ts';
import { valueOf } from './value.ts';
import { linkTo, outside, titleFor } from './view.ts';
import type { View } from './view.ts';

/** One check: a line that unfolds. What is not good is unfolded from the start. */
export function checkDetails(view: View, check: CheckReport, policy: string): Node {
  const { result, planned, looks, milliseconds } = check;
  const { kind } = result.outcome;
  const waived = waivedItems(result).length;
  return h(
    'details',
    {
      class: `check edge-${kind}`,
      id: view.anchor(result.check),
      'data-status': kind,
      'data-severity': result.severity,
      open: !['pass', 'skipped', 'blocked'].includes(kind),
    },
    h(
      'summary',
      null,
      icon(kind),
      h('h4', null, outside(titleOf(result))),
      h(
        'span',
        { class: 'meta' },
        waived > 0 ? h('span', { class: 'tag' }, `${waived} waived`) : null,
        h('span', { class: `mark tone-${kind}` }, outcomeWords[kind].word),
        h('span', { class: 'tag severity' }, result.severity),
        h('span', { class: 'time' }, milliseconds > 0 ? duration(milliseconds) : ''),
      ),
    ),
    h(
      'div',
      { class: 'body' },
      planned ? h('p', { class: 'why' }, outside(planned.why)) : null,
      outcomeNote(view, result),
      findings(view, result),
      facts(result.facts),
      result.exhibits.map((item) => exhibit(view, item)),
      looksOf(view, looks),
      h(
        'dl',
        { class: 'origin' },
        h('div', null, h('dt', null, 'Check'), h('dd', { class: 'code' }, outside(result.check))),
        h('div', null, h('dt', null, 'Policy'), h('dd', { class: 'code' }, outside(policy))),
        expectation(view, check),
      ),
    ),
  );
}

function outcomeNote(view: View, { outcome, findings: found, gaps }: Result): Children {
  switch (outcome.kind) {
    case 'blocked':
      return h(
        'p',
        { class: 'note' },
        'Not looked at, because of ',
        outcome.by.map((key, index) => [index > 0 ? ', ' : '', linkTo(view, key, outside(titleFor(view, key)))]),
        '.',
      );
    case 'skipped':
      return h('p', { class: 'note' }, 'Skipped: ', outside(outcome.why));
    case 'pass':
      return found.length + gaps.length > 0 ? null : h('p', { class: 'note' }, 'Nothing was found that should not be.');
    case 'warn':
    case 'fail':
    case 'inconclusive':
      return null;
  }
}

function facts(items: readonly Fact[]): Node | null {
  if (items.length === 0) return null;
  return h(
    'dl',
    { class: 'facts' },
    items.slice(0, 100).map((fact) => h('div', null, h('dt', null, outside(fact.name)), h('dd', null, outside(factValue(fact))))),
  );
}

const factValue = ({ value, unit }: Fact): string =>
  `${typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}${unit === undefined ? '' : ` ${unit}`}`;

function expectation(view: View, { planned }: CheckReport): Node | null {
  const expected = planned?.expected;
  if (expected === undefined || expected === null || (typeof expected === 'object' && Object.keys(expected).length === 0)) return null;
  return h('div', null, h('dt', null, 'Told to expect'), h('dd', null, valueOf(view, expected, 'Told to expect')));
}
