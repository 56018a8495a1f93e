import { h } from './element.ts';
import type { Node } from './element.ts';
import type { OutcomeKind } from '@keycloak-release-gate/core';

/** Each drawn in a circle of 20 × 20, so that they differ in shape and not by colour alone. */
const paths: Readonly<Record<OutcomeKind, string>> = {
  pass: 'M5.5 10.5l3 3 6-7',
  fail: 'M6.5 6.5l7 7M13.5 6.5l-7 7',
  inconclusive: 'M7.5 7.6a2.6 2.6 0 1 1 3.8 2.3c-.9.5-1.3 1-1.3 1.9M10 14.4v.2',
  blocked: 'M4.6 4.6l10.8 10.8',
  warn: 'M10 5.2v6M10 14.2v.2',
  skipped: 'M6 10h8',
};

/** The drawings, once on the page. */
export const iconSheet = (): Node =>
  h(
    'svg',
    { class: 'drawings', width: 0, height: 0, 'aria-hidden': 'true' },
    Object.entries(paths).map(([kind, path]) =>
      h('symbol', { id: `icon-${kind}`, viewBox: '0 0 20 20' }, h('circle', { cx: 10, cy: 10, r: 8.6 }), h('path', { d: path })),
    ),
  );

export const icon = (kind: OutcomeKind): Node =>
  h('svg', { class: `icon tone-${kind}`, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, h('use', { href: `#icon-${kind}` }));
