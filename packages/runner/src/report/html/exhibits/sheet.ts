import type { Exhibit } from '@keycloak-release-gate/core';
import { h } from '../element.ts';
import type { Children, Node } from '../element.ts';
import { icon } from '../icons.ts';
import { boundedText } from '../value.ts';
import { outside } from '../view.ts';
import type { View } from '../view.ts';
import { toneKinds } from './tone.ts';

type Sheet = Extract<Exhibit, { kind: 'sheet' }>;
type Entry = Sheet['sections'][number]['entries'][number];

/** A page about one thing, with what is wrong marked where it stands. It is unfolded where something is, or on the page that is made of it. */
export function sheet(view: View, { title, sections }: Sheet, onItsPage: boolean): Node {
  const marks = sections.flatMap(({ entries }) => entries.flatMap(({ mark }) => mark ?? []));
  const worst = (['bad', 'warn'] as const).find((tone) => marks.some((mark) => mark.tone === tone));
  return h(
    'details',
    { class: 'exhibit page', open: onItsPage || worst !== undefined },
    h('summary', null, worst === undefined ? null : icon(toneKinds[worst]), outside(title)),
    sections.map((section) => [
      h(onItsPage ? 'h4' : 'h5', null, outside(section.title)),
      h(
        'dl',
        { class: 'entries' },
        section.entries.map((entry) => row(view, entry)),
      ),
    ]),
  );
}

function row(view: View, { label, value, mark }: Entry): Node {
  const { text, cut } = boundedText(view, value);
  return h(
    'div',
    mark ? { class: `edge-${toneKinds[mark.tone]} marked` } : null,
    h('dt', null, outside(label)),
    h('dd', null, h('span', { class: 'told' }, outside(text)), cut, mark ? markOf(mark) : null),
  );
}

const markOf = ({ tone, text }: NonNullable<Entry['mark']>): Children =>
  h('p', { class: `finding-mark tone-${toneKinds[tone]}` }, icon(toneKinds[tone]), outside(text));
