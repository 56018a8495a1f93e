import type { FoundIn, JudgedFinding } from '../causes.ts';
import { countOf, titleOf } from '../words.ts';
import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import { icon } from './icons.ts';
import { linkTo, outside } from './view.ts';
import type { View } from './view.ts';

/** More of them say no more; each stands in its own check. */
const listed = 100;

/** What comes of a finding, folded under it: what was found, and by which check. */
export function consequences(view: View, item: JudgedFinding): Node | null {
  const found = view.summary.causes.consequencesOf(item);
  if (found.length === 0) return null;
  const checks = new Set(found.map(({ result }) => result.check)).size;
  return h(
    'details',
    { class: 'consequences' },
    h('summary', null, `${countOf(found.length, 'consequence')}${checks > 1 ? `, in ${checks} checks` : ''}`),
    h(
      'ul',
      null,
      found.slice(0, listed).map((each) => consequence(view, each)),
    ),
    found.length > listed ? h('p', { class: 'cut' }, `And ${found.length - listed} more.`) : null,
  );
}

const consequence = (view: View, { result, finding }: FoundIn): Node =>
  h(
    'li',
    null,
    icon(finding.severity === 'fail' ? 'fail' : finding.severity === 'warn' ? 'warn' : 'skipped'),
    h(
      'div',
      null,
      h('p', null, h('span', { class: 'code' }, outside(finding.subject)), ' ', outside(finding.message)),
      h(
        'p',
        { class: 'quiet' },
        h('span', { class: 'code' }, outside(finding.code)),
        ' in ',
        linkTo(view, result.check, outside(titleOf(result))),
      ),
    ),
  );

/** What a finding comes of, with a link to where that stands. */
export function becauseOf(view: View, { result, finding }: FoundIn): Node {
  const id = view.causeAnchor(finding);
  const label = outside(`${finding.title} (${finding.subject})`);
  return h('p', { class: 'because' }, h('span', { class: 'label' }, 'Because'), causeText(id, label, titleOf(result)));
}

const causeText = (id: string | undefined, label: Node, title: string): Children =>
  h('span', null, id === undefined ? label : h('a', { href: `#${id}` }, label), ', see "', outside(title), '"');
