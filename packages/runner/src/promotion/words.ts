import type { Arrived } from '@keycloak-release-gate/checks';
import { count } from '../diff/words.ts';
import { allCells, exitCodeOf, surprises } from './model.ts';
import type { Neighbours, Promotion } from './model.ts';

/** The sign of a state: shape and word, never colour alone. */
export const signs = { arrived: '✓', 'not yet': '·', otherwise: '✗', 'not visible': '?' } as const;

/** Where the release is, in one sentence. */
export function verdictOf(promotion: Promotion): string {
  const besides = promotion.neighbours.reduce((sum, each) => sum + each.besides.length, surprises(promotion) + promotion.missing.length);
  const late = promotion.places
    .filter((_place, index) => cellsAt(promotion, index).some(({ state }) => state === 'not yet' || state === 'otherwise'))
    .map(({ id }) => id);
  const rows = allCells(promotion).length;
  const differ = besides === 0 ? '' : `${count(besides, 'difference')} besides`;
  switch (exitCodeOf(promotion)) {
    case 0:
      return rows === 0
        ? 'The same everywhere; the release announces no change of it.'
        : 'Arrived everywhere, and nothing differs besides.';
    case 3:
      return 'Arrived, as far as it could be seen.';
    case 1:
      if (late.length === 0) return `Arrived${rows === 0 ? ' (nothing is announced)' : ''}, with ${differ}.`;
      return `Not arrived in ${late.join(', ')}${differ === '' ? '' : `; ${differ}`}.`;
  }
}

/** What became of everything in one environment: the version and the announced changes. */
function cellsAt({ version, realms, serverConfiguration }: Promotion, index: number): readonly Arrived[] {
  const own = version?.[index];
  const rows = [...realms.flatMap((realm) => realm.rows), ...serverConfiguration];
  return [...(own ? [own] : []), ...rows.flatMap(({ cells }) => cells[index] ?? [])];
}

/** What of two neighbours could not be compared, in sentences. */
export const unreadOf = ({ from, to, comparison: { unread, ambiguous } }: Neighbours): readonly string[] => [
  ...unread.map(
    ({ kind, side, what, needs }) =>
      `Objects of the kind ${kind} in ${side === 'before' ? from : to}: ${what}${needs === '' || what.includes(needs) ? '' : ` needs the role ${needs}`}. None of them counts as removed or added.`,
  ),
  ...ambiguous.map((object) => `Several objects have the name ${object}: which of them is which, nobody can tell.`),
];

/** How an upgrade or the age of a realm accounts for lines: each reason once, with how many. */
export const reasonsOf = ({ explained }: Neighbours): readonly string[] =>
  [...Map.groupBy(explained.values(), (why) => why)].map(([why, lines]) => `${count(lines.length, 'line')}: ${why}`);

/** The row of the version, and those of the announced changes, realm by realm, and of how the server is deployed. */
export function tablesOf({ release, version, realms, serverConfiguration }: Promotion): readonly {
  readonly title: string;
  readonly rows: readonly { readonly change: string; readonly why?: string; readonly cells: readonly Arrived[] }[];
}[] {
  return [
    ...(version === undefined ? [] : [{ title: 'The version', rows: [{ change: `Keycloak ${release.keycloak.to}`, cells: version }] }]),
    ...realms.map(({ realm, rows }) => ({ title: `Realm ${realm}`, rows })),
    ...(serverConfiguration.length === 0 ? [] : [{ title: "The server's own configuration", rows: serverConfiguration }]),
  ];
}
