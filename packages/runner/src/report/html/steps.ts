import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import { blockedTrees } from '../blocked-tree.ts';
import type { BlockedNode } from '../blocked-tree.ts';
import { countOutcomes } from '../summary.ts';
import type { ReadLook } from '../summary.ts';
import { outcomeOrder, outcomeWords } from '../words.ts';
import { checkDetails } from './check.ts';
import { icon } from './icons.ts';
import { timeLine } from './looks.ts';
import { linkTo, outside, titleFor } from './view.ts';
import type { View } from './view.ts';

/** The suite, sentence by sentence of the policy, each with the checks that prove it. */
export const steps = (view: View): Children =>
  view.summary.steps.map((step, index) => {
    const counts = countOutcomes(step.checks.map(({ result }) => result));
    const words = outcomeOrder.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${outcomeWords[kind].count}`);
    return h(
      'section',
      { class: 'step', 'aria-labelledby': `step-${index + 1}` },
      h('p', { class: 'kicker' }, h('span', null, `Step ${index + 1}`), h('span', null, words.join(', '))),
      h('h3', { id: `step-${index + 1}` }, outside(step.sentence)),
      step.checks.map((check) => checkDetails(view, check, step.policy)),
    );
  });

/** What was not looked at, under what stood in the way. */
export function blocked(view: View): Node | null {
  const trees = blockedTrees(view.summary);
  if (trees.length === 0) return null;
  return h(
    'section',
    { class: 'blocked-tree', 'aria-labelledby': 'blocked' },
    h('h3', { id: 'blocked' }, 'What stood in the way of what'),
    h(
      'ul',
      null,
      trees.map((node) => branch(view, node)),
    ),
  );
}

const branch = (view: View, { key, check, blocked: below }: BlockedNode): Node =>
  h(
    'li',
    null,
    icon(check?.result.outcome.kind ?? 'inconclusive'),
    linkTo(view, key, outside(titleFor(view, key))),
    below.length > 0
      ? h(
          'ul',
          null,
          below.map((node) => branch(view, node)),
        )
      : null,
  );

/** All looks of the run on one time line, the longest first. */
export function allLooks(view: View): Node | null {
  const looks: ReadLook[] = Object.entries(view.record.looks).map(([key, look]) => ({ key, look, revisions: look.revisions }));
  if (looks.length === 0) return null;
  const total = ({ revisions }: ReadLook): number => revisions.reduce((sum, revision) => sum + revision.milliseconds, 0);
  return h(
    'section',
    { class: 'durations', 'aria-labelledby': 'time' },
    h('h2', { id: 'time' }, 'Where the time went'),
    h(
      'p',
      { class: 'quiet' },
      `From ${view.times.clock(view.record.run.startedAt)} to ${view.times.clock(view.record.run.finishedAt)} (${view.times.zone}). Looks go on side by side; one that settles is taken more than once.`,
    ),
    timeLine(view, looks.toSorted((a, b) => total(b) - total(a)).slice(0, 60)),
  );
}
