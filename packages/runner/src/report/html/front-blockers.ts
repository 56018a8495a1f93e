import type { Result } from '@keycloak-release-gate/core';
import type { FoundIn, JudgedFinding } from '../causes.ts';
import { causesFirst } from '../causes.ts';
import { openFindings, standsForItself, worstFirst } from '../summary.ts';
import { countOf, titleOf } from '../words.ts';
import { h } from './element.ts';
import type { Children } from './element.ts';
import { brief, entry } from './front-entry.ts';
import { icon } from './icons.ts';
import { linkTo, outside } from './view.ts';
import type { View } from './view.ts';

/** The blockers that failed: each that failed by itself, with those folded under it that only failed because of it. */
export function blockers(view: View): Children[] {
  const failed = worstFirst(view.summary.checks)
    .map(({ result }) => result)
    .filter((result) => result.severity === 'blocker' && result.outcome.kind === 'fail');
  const causeOf = new Map(failed.map((result) => [result, outerCause(view, result)]));
  const standing = failed.filter((result) => !causeOf.get(result));
  // What comes of a finding that is not on this list itself, a warning's or one of another severity, is listed on its own.
  const own = failed.filter((result) => standing.includes(result) || !standing.some((each) => each === causeOf.get(result)?.result));
  return own.map((result) => {
    const folded = failed.filter((each) => !own.includes(each) && causeOf.get(each)?.result === result);
    return [icon('fail'), entry(view, result, reason(view, result, causeOf.get(result)), foldedUnder(view, folded))];
  });
}

const failures = (result: Result): JudgedFinding[] => openFindings(result).filter((item) => item.severity === 'fail');

/** What a check failed because of, where nothing that failed it stands for itself. */
function outerCause({ summary: { causes } }: View, result: Result): FoundIn | undefined {
  const [first] = failures(result);
  return first === undefined || standsForItself(result, causes) ? undefined : causes.causeOf(first);
}

function reason(view: View, result: Result, cause: FoundIn | undefined): Children {
  const [first, ...others] = causesFirst(failures(result), view.summary.causes).filter(
    (item) => cause !== undefined || !view.summary.causes.causeOf(item),
  );
  if (!first) return null;
  const because = cause
    ? [' Because of ', outside(cause.finding.title), ': ', linkTo(view, cause.result.check, outside(titleOf(cause.result))), '.']
    : '';
  return [brief(first.message), others.length > 0 ? ` And ${others.length} more.` : '', because];
}

/** The checks that failed because of this one: to unfold on the screen, as a line on paper. */
const foldedUnder = (view: View, results: readonly Result[]): Children =>
  results.length === 0
    ? null
    : [
        h(
          'details',
          { class: 'also' },
          h('summary', null, `${countOf(results.length, 'more check')} failed because of this`),
          h(
            'ul',
            null,
            results.map((result) => h('li', null, linkTo(view, result.check, outside(titleOf(result))))),
          ),
        ),
        h('p', { class: 'on-paper' }, 'Failed because of this, too: ', outside(results.map(titleOf).join(', ')), '.'),
      ];
