import { membersOf, show } from '@keycloak-release-gate/checks';
import type { Difference } from '@keycloak-release-gate/checks';
import type { Json } from '@keycloak-release-gate/core';
import type { Diff, RealmDiff, SectionDiff } from './model.ts';
import { exitCodeOf, sectionsOf, surprisesOf } from './model.ts';
import type { Weaker } from './weaker.ts';

/** A line of what came (`+`), went (`-`), or became something else (`→`). */
export interface ValueLine {
  readonly sign: '+' | '-' | '→' | '';
  readonly text: string;
}

/** What happened to the object or attribute, in one word. */
export const verbOf = ({ kind, attribute }: Difference): string =>
  kind === 'changed' && attribute === undefined
    ? 'changed as a whole'
    : { added: 'added', removed: 'removed', changed: 'changed', moved: 'in another order', renamed: 'renamed', renumbered: 'renumbered' }[
        kind
      ];

/** Where it happened: `client/portal: redirectUris`. */
export const placeOf = ({ object, attribute }: Difference): string => (attribute === undefined ? object : `${object}: ${attribute}`);

/** What was and what is, line by line; of lists only the members that came or went. */
export function valueLines({ kind, attribute, before, after }: Difference): readonly ValueLine[] {
  if (kind === 'renamed') return [{ sign: '', text: `it was ${show(before ?? null)}` }];
  if (attribute === undefined && kind !== 'changed') return [];
  const [old, now] = [before ?? [], after ?? []];
  if (kind === 'renumbered' && isList(old) && isList(now))
    return [{ sign: '→', text: `${old.map(show).join(', ')} → ${now.map(show).join(', ')}` }];
  if (isList(old) && isList(now) && kind !== 'moved') {
    const { added, removed } = membersOf(old, now);
    return [
      ...removed.map((item): ValueLine => ({ sign: '-', text: show(item) })),
      ...added.map((item): ValueLine => ({ sign: '+', text: show(item) })),
    ];
  }
  if (before === undefined) return [{ sign: '+', text: show(after ?? null) }];
  if (after === undefined) return [{ sign: '-', text: show(before) }];
  const [was, is] = [show(before), show(after)];
  return was.length + is.length < 80 && kind !== 'moved'
    ? [{ sign: '→', text: `${was} → ${is}` }]
    : [
        { sign: '-', text: was },
        { sign: '+', text: is },
      ];
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;

/** The comparison in one sentence. */
export function verdictOf(diff: Diff): string {
  const differences = sectionsOf(diff).reduce((sum, { comparison }) => sum + comparison.differences.length, diff.server.length);
  const counting = sectionsOf(diff).reduce(
    (sum, { counting: lines, broken }) => sum + lines.length + broken.length,
    surprisesOf(diff.server).length,
  );
  const explained = sectionsOf(diff).reduce((sum, { notes, counting: lines }) => sum + lines.filter((line) => notes.has(line)).length, 0);
  const renumbered = diff.realms.reduce(
    (sum, { comparison }) => sum + comparison.differences.filter(({ kind }) => kind === 'renumbered').length,
    0,
  );
  switch (exitCodeOf(diff)) {
    case 0:
      if (renumbered > 0 && renumbered === differences)
        return `Equal but for ${renumbered === 1 ? 'the numbers of one order' : `the numbers of ${renumbered} orders`}.`;
      return differences === 0 ? 'Equal.' : `As announced: ${count(differences, 'difference')}, none of them a surprise.`;
    case 2:
      return 'The release announces a change of what is not there.';
    case 3:
      return differences === renumbered ? 'Equal, as far as it could be compared.' : 'As announced, as far as it could be compared.';
    case 1:
      if (counting === 0)
        return diff.missing.length > 0
          ? 'Different: a realm is on one side alone.'
          : 'Different: what the release announces is not in place everywhere.';
      return diff.release === undefined || counting === differences
        ? `Different: ${count(differences, 'difference')}${explained === 0 ? '' : `, ${explained} of them an upgrade's own doing`}.`
        : `Different: ${count(counting, 'thing')} beside what the release announces.`;
  }
}

/** What one of the two servers has and the other has not, each in a line. */
export const serverLines = ({ server }: Diff): readonly string[] =>
  server.map(({ part, kind, why }) => `${part} is in ${kind === 'gone' ? 'A' : 'B'} alone${why === undefined ? '' : ` (${why})`}`);

/** Side A or B in a line: its name, and the version of Keycloak where that is known. */
export const sideLine = ({ name, version }: Diff['a']): string => (version === undefined ? name : `${name}, Keycloak ${version}`);

/** What a part of the comparison is about. */
export const titleOf = (section: SectionDiff | RealmDiff): string =>
  'realm' in section ? `Realm ${section.realm}` : "The server's own configuration";

/** What the lines of a group are of; of the server's own configuration none is of an application. */
export const groupTitle = (section: SectionDiff, application: string | undefined): string | undefined =>
  application === undefined ? ('realm' in section ? 'of no application' : undefined) : `of the application ${application}`;

/** In what one side is weaker, in a line. */
export function weakerLine({ side, title, object, how, standing }: Weaker, names = { A: 'A', B: 'B' }): string {
  const told = { announced: ' (the release announces it)', upgrade: " (the upgrade's own doing)", unannounced: '' }[standing];
  return `${names[side]}: ${title}. ${object}: ${how}${told}`;
}

/** What of a realm could not be compared, in sentences. */
export const unreadOf = ({ comparison: { unread, ambiguous }, unseen }: SectionDiff): readonly string[] => [
  ...unread.map(
    ({ kind, side, what, needs }) =>
      `Objects of the kind ${kind} in ${side === 'before' ? 'A' : 'B'}: ${what}${needs === '' || what.includes(needs) ? '' : ` needs the role ${needs}`}. None of them counts as removed or added.`,
  ),
  ...ambiguous.map((object) => `Several objects have the name ${object}: which of them is which, nobody can tell.`),
  ...unseen.map((change) => `${change}: announced, and nobody can see whether it happened.`),
];

/** Whether a change is in place, in a word. */
export const inWords = (inPlace: boolean | undefined): string =>
  inPlace === undefined ? 'cannot be told' : inPlace ? 'in place' : 'missing';
