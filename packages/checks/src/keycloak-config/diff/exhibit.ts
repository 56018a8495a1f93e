import type { Exhibit, Json } from '@keycloak-release-gate/core';
import { byApplication } from './applications.ts';
import type { ApplicationClient } from './applications.ts';
import type { Comparison } from './compare.ts';
import type { Difference } from './difference.ts';
import { isList } from './same.ts';
import { membersOf, show } from './words.ts';

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
  const groups = byApplication(shown, applications).map(({ application, differences: lines }): Exhibit => ({
    kind: 'diff',
    title: `${application === undefined ? 'What changed' : `What changed for the application ${application}`}${cut}`,
    entries: lines.map((difference) => entryOf(difference, note(difference))),
  }));
  return differences.length === 0 ? groups : [...groups, ...unverifiableExhibit({ unverifiable })];
}

/** The secrets that nobody can compare, one a line. */
export function unverifiableExhibit({ unverifiable }: Pick<Comparison, 'unverifiable'>): Exhibit[] {
  if (unverifiable.length === 0) return [];
  const secrets = unverifiable.slice(0, most).map(({ object, attribute }) => `${object}: ${attribute}`);
  const title = `Secrets of which only their being there can be compared (${unverifiable.length})`;
  return [{ kind: 'text', title, text: secrets.join('\n') }];
}

function entryOf({ object, attribute, before, after, kind, note }: Difference, why: string | undefined): Entry {
  const told = [kind === 'added' || kind === 'removed' || kind === 'changed' ? undefined : kind, note, why].filter(
    (each) => each !== undefined,
  );
  return {
    path: attribute === undefined ? object : `${object}: ${attribute}`,
    ...valuesOf(kind, before, after),
    ...(told.length === 0 ? {} : { note: told.join('; ') }),
  };
}

/** Of a list only the members that went and those that came, one a line: nobody finds one of forty in a line of text. */
function valuesOf(kind: Difference['kind'], before: Json | undefined, after: Json | undefined): Pick<Entry, 'before' | 'after'> {
  if (kind === 'changed' && isList(before) && isList(after)) {
    const { added, removed } = membersOf(before, after);
    return { ...lines('before', removed), ...lines('after', added) };
  }
  const text = (value: Json): string => (isList(value) ? value.map(show).join('\n') : show(value));
  return { ...(before === undefined ? {} : { before: text(before) }), ...(after === undefined ? {} : { after: text(after) }) };
}

const lines = (name: 'before' | 'after', members: readonly Json[]): Pick<Entry, 'before' | 'after'> =>
  members.length === 0 ? {} : { [name]: members.map(show).join('\n') };
