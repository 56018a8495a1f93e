import type { Exhibit } from '@keycloak-release-gate/core';
import { applicationsOf } from './applications.ts';
import type { ApplicationClient } from './applications.ts';
import type { Comparison } from './compare.ts';
import type { Difference } from './difference.ts';
import { show } from './words.ts';

/** How many lines stand in a report; all of them are in the evidence. */
const most = 500;

type Entry = Extract<Exhibit, { kind: 'diff' }>['entries'][number];

/**
 * The differences for the report: first those of each application, then those that are of none. `note` says why one is no
 * surprise. Secrets that nobody can compare are listed behind them.
 */
export function diffExhibit(
  { differences, unverifiable }: Comparison,
  applications: readonly ApplicationClient[],
  note: (difference: Difference) => string | undefined,
): Exhibit[] {
  const shown = differences.slice(0, most);
  const cut = differences.length > most ? ` (of the first ${most} of ${differences.length})` : '';
  const groups = applicationsOf(shown, applications).map(({ application, differences: lines }): Exhibit => ({
    kind: 'diff',
    title: `${application === undefined ? 'What changed' : `What changed for the application ${application}`}${cut}`,
    entries: lines.map((difference) => entryOf(difference, note(difference))),
  }));
  if (unverifiable.length === 0 || differences.length === 0) return groups;
  const secrets = unverifiable.slice(0, most).map(({ object, attribute }) => `${object}: ${attribute}`);
  const title = `Secrets of which only their being there can be compared (${unverifiable.length})`;
  return [...groups, { kind: 'text', title, text: secrets.join('\n') }];
}

function entryOf({ object, attribute, before, after, kind, note }: Difference, why: string | undefined): Entry {
  const told = [kind === 'added' || kind === 'removed' || kind === 'changed' ? undefined : kind, note, why].filter(
    (each) => each !== undefined,
  );
  return {
    path: attribute === undefined ? object : `${object}: ${attribute}`,
    ...(before === undefined ? {} : { before: show(before) }),
    ...(after === undefined ? {} : { after: show(after) }),
    ...(told.length === 0 ? {} : { note: told.join('; ') }),
  };
}
