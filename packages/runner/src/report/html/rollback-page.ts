import type { Exhibit } from '@keycloak-release-gate/core';
import type { CheckReport } from '../summary.ts';
import { titleOf } from '../words.ts';
import { h } from './element.ts';
import type { Node } from './element.ts';
import { exhibit } from './exhibits/exhibit.ts';
import { icon } from './icons.ts';
import { linkTo, outside } from './view.ts';
import type { View } from './view.ts';

/**
 * The way back, on a page of its own, for whoever decides about it and for whoever takes it: all that checks show about the
 * rollback, each under the check that says it. Null where none shows anything.
 */
export function rollbackPage(view: View): Node | null {
  const shown = view.summary.checks
    .map((check) => ({ check, items: check.result.exhibits.filter(isOfRollback) }))
    .filter(({ items }) => items.length > 0);
  if (shown.length === 0) return null;
  return h(
    'section',
    { class: 'rollback', 'aria-labelledby': 'rollback' },
    h('h2', { id: 'rollback' }, 'The way back'),
    shown.map(({ check, items }) => way(view, check, items)),
  );
}

const way = (view: View, { result }: CheckReport, items: readonly Exhibit[]): Node =>
  h(
    'div',
    { class: 'way' },
    h('h3', null, icon(result.outcome.kind), ' ', linkTo(view, result.check, outside(titleOf(result)))),
    items.map((item) => exhibit(view, item, { onItsPage: true })),
  );

const isOfRollback = (item: Exhibit): boolean => 'topic' in item && item.topic === 'rollback';
