import type { Exhibit } from '@keycloak-release-gate/core';
import { h } from '../element.ts';
import type { Node } from '../element.ts';
import { boundedText } from '../value.ts';
import { outside } from '../view.ts';
import type { View } from '../view.ts';

/** A page about one thing, section by section, with what is wrong marked where it stands. */
export const sheet = (view: View, { sections }: Extract<Exhibit, { kind: 'sheet' }>): Node =>
  h(
    'div',
    { class: 'sheet' },
    sections.map((section) => [
      h('h6', null, outside(section.title)),
      h(
        'dl',
        null,
        section.entries.map(({ label, value, mark }) =>
          h(
            'div',
            null,
            h('dt', null, outside(label)),
            h('dd', null, outside(boundedText(view, value).text), mark ? h('p', { class: `mark ${mark.tone}` }, outside(mark.text)) : null),
          ),
        ),
      ),
    ]),
  );
