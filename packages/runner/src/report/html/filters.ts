import { h } from './element.ts';
import type { Node } from './element.ts';
import { outcomeOrder, outcomeWords } from '../words.ts';
import { icon } from './icons.ts';
import type { View } from './view.ts';

/** Which checks are shown. The boxes work by style alone; the text box and the buttons appear where scripts run. */
export function filters({ summary }: View): Node {
  const kinds = outcomeOrder.filter((kind) => summary.counts[kind] > 0);
  const severities = (['blocker', 'warning', 'info'] as const).filter((severity) =>
    summary.checks.some(({ result }) => result.severity === severity),
  );
  return h(
    'form',
    { class: 'filters', 'aria-label': 'Which checks are shown' },
    h(
      'fieldset',
      null,
      h('legend', null, 'Outcome'),
      kinds.map((kind) =>
        h(
          'label',
          null,
          h('input', { type: 'checkbox', id: `show-${kind}`, checked: true, autocomplete: 'off' }),
          icon(kind),
          `${outcomeWords[kind].word} `,
          h('span', { class: 'quiet' }, summary.counts[kind]),
        ),
      ),
    ),
    severities.length < 2
      ? null
      : h(
          'fieldset',
          null,
          h('legend', null, 'Severity'),
          severities.map((severity) =>
            h('label', null, h('input', { type: 'checkbox', id: `show-${severity}`, checked: true, autocomplete: 'off' }), severity),
          ),
        ),
    h(
      'div',
      { class: 'scripted', hidden: true },
      h('label', { class: 'search' }, h('span', null, 'Text'), h('input', { type: 'search', id: 'search', autocomplete: 'off' })),
      h('button', { type: 'button', id: 'unfold' }, 'Unfold all'),
      h('button', { type: 'button', id: 'fold' }, 'Fold all'),
      h('span', { class: 'hidden', role: 'status', id: 'shown' }),
    ),
  );
}
