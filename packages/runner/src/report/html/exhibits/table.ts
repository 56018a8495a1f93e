import { h } from '../element.ts';
import type { Node } from '../element.ts';
import type { Exhibit } from '@keycloak-release-gate/core';
import { boundedText, scrolled } from '../value.ts';
import { outside } from '../view.ts';
import type { View } from '../view.ts';

const longest = 500;
/** More columns than this need a smaller type to be seen side by side. */
const many = 7;

/** A table. A longer one than a person reads is cut, which is told. */
export function table(view: Pick<View, 'left'>, { title, note, columns, rows }: Extract<Exhibit, { kind: 'table' }>): Node {
  const shown: Node[] = [];
  for (const row of rows.slice(0, longest)) {
    if (view.left.text === 0) break;
    shown.push(
      h(
        'tr',
        null,
        row.map((cell) =>
          h('td', { class: /^[-+]?[\d.,]+( ?[a-zA-Z%]{1,3})?$/.test(cell) ? 'figure' : undefined }, outside(boundedText(view, cell).text)),
        ),
      ),
    );
  }
  return h(
    'div',
    null,
    note === undefined ? null : h('p', { class: 'about' }, outside(note)),
    scrolled(
      title,
      h(
        'table',
        columns.length > many ? { class: 'many' } : null,
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            columns.map((column) => h('th', { scope: 'col' }, outside(column))),
          ),
        ),
        h('tbody', null, shown),
      ),
    ),
    shown.length < rows.length
      ? h(
          'p',
          { class: 'cut' },
          `${shown.length} of ${rows.length} rows. All of them are in `,
          h('a', { href: 'run.json' }, 'run.json'),
          '.',
        )
      : null,
  );
}
