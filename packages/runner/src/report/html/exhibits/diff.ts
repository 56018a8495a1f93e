import { h } from '../element.ts';
import type { Children, Node } from '../element.ts';
import type { Exhibit } from '@keycloak-release-gate/core';
import { boundedText } from '../value.ts';
import { outside } from '../view.ts';
import type { View } from '../view.ts';

const longest = 500;

/** What was there before and what is there after, path by path; signs say what came and what went. */
export function diff(view: Pick<View, 'left'>, { entries }: Extract<Exhibit, { kind: 'diff' }>): Node {
  const shown: Node[] = [];
  for (const { path, before, after, note } of entries.slice(0, longest)) {
    if (view.left.text === 0) break;
    shown.push(
      h(
        'li',
        null,
        h('p', { class: 'path' }, outside(path), note === undefined ? null : h('span', { class: 'tag' }, outside(note))),
        before !== undefined && before === after
          ? line(view, 'same', '=', 'unchanged', before)
          : [
              before === undefined ? null : line(view, 'removed', '−', 'before', before),
              after === undefined ? null : line(view, 'added', '+', 'after', after),
            ],
      ),
    );
  }
  return h(
    'div',
    null,
    h('ul', { class: 'changes' }, shown),
    shown.length < entries.length
      ? h(
          'p',
          { class: 'cut' },
          `${shown.length} of ${entries.length} changes. All of them are in `,
          h('a', { href: 'run.json' }, 'run.json'),
          '.',
        )
      : null,
  );
}

function line(view: Pick<View, 'left'>, kind: string, sign: string, word: string, value: string): Children {
  const { text, cut } = boundedText(view, value);
  return [
    h(
      'div',
      { class: `change ${kind}` },
      h('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      h('span', { class: 'hidden' }, `${word}: `),
      h('span', { class: 'code' }, outside(text)),
    ),
    cut,
  ];
}
