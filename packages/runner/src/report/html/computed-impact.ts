import type { Release } from '@keycloak-release-gate/core';
import { h } from './element.ts';
import type { Children } from './element.ts';
import { exhibit } from './exhibits/exhibit.ts';
import type { View } from './view.ts';

/** What the run itself makes of the release's impact, beside what its author wrote. */
export function computedImpact(view: View, { deploys }: Release): Children {
  const shown = view.summary.checks.flatMap(({ result }) =>
    result.exhibits.filter((item) => (item.kind === 'table' || item.kind === 'graph') && item.topic === 'impact'),
  );
  if (!deploys && shown.length === 0) return null;
  return [
    h('p', { class: 'label' }, 'Computed'),
    deploys ? h('p', null, 'The deploy restarts Keycloak, which touches every application.') : null,
    shown.map((item) => exhibit(view, item)),
  ];
}
