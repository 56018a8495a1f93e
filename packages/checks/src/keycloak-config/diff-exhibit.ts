import type { Exhibit } from '@keycloak-release-gate/core';
import { show } from './diff.ts';
import type { Difference } from './diff.ts';

/** How many lines stand in a report; all of them are in the evidence. */
const most = 500;

/** The differences for the report; `note` says why one is no surprise. */
export function diffExhibit(differences: readonly Difference[], note: (difference: Difference) => string | undefined): Exhibit[] {
  if (differences.length === 0) return [];
  const title = differences.length > most ? `What changed (the first ${most} of ${differences.length})` : 'What changed';
  const entries = differences.slice(0, most).map((difference) => {
    const { object, attribute, before, after } = difference;
    const why = note(difference);
    return {
      path: attribute === undefined ? object : `${object}: ${attribute}`,
      ...(before === undefined ? {} : { before: show(before) }),
      ...(after === undefined ? {} : { after: show(after) }),
      ...(why === undefined ? {} : { note: why }),
    };
  });
  return [{ kind: 'diff', title, entries }];
}
