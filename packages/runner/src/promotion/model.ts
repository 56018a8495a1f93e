import {
  arrivalOf,
  besidesOf,
  builtNewNote,
  byApplication,
  changeAt,
  compare,
  impactOf,
  isThereToGo,
  originsBetween,
  readServerValue,
  renames,
  serverDifferences,
  withNewNames,
} from '@keycloak-release-gate/checks';
import type {
  ApplicationDifferences,
  Arrived,
  Comparison,
  Difference,
  Here,
  Impact,
  ImpactedApplication,
  Origins,
  ServerDifference,
} from '@keycloak-release-gate/checks';
import { wordsOfChange } from '@keycloak-release-gate/core';
import type { ExpectedChange, Release } from '@keycloak-release-gate/core';
import { asIn } from '../diff/as-in.ts';
import { isOfToken } from '../diff/model.ts';
import { isOfServerConfiguration } from '../diff/server-configuration.ts';
import { upgradeNote } from '../diff/upgrade-note.ts';
import { weakerIn } from '../diff/weaker.ts';
import type { Weaker } from '../diff/weaker.ts';
import { nameOfRow, realmsTogether } from './realms.ts';
import type { Place, RealmRow } from './realms.ts';

/** An announced change, and what became of it in each environment, in their order. */
export interface ChangeRow {
  readonly change: string;
  readonly why?: string;
  readonly cells: readonly Arrived[];
}

/** What one realm differs in between two neighbours, apart from the release. */
export interface Neighbours {
  readonly from: string;
  readonly to: string;
  readonly realm: string;
  readonly comparison: Comparison;
  readonly applications: readonly ImpactedApplication[];
  readonly groups: readonly ApplicationDifferences[];
  readonly besides: readonly Difference[];
  readonly ofRelease: number;
  readonly explained: ReadonlyMap<Difference, string>;
  readonly impact: Impact;
  readonly weaker: readonly Weaker[];
}

/** Whether the release arrived in its environments, one after another, and what they differ in besides. */
export interface Promotion {
  readonly release: Release;
  readonly places: readonly Place[];
  /** Whether the release's version runs there; undefined for a release that deploys none. */
  readonly version?: readonly Arrived[];
  readonly realms: readonly { readonly realm: string; readonly rows: readonly ChangeRow[] }[];
  /** What is announced of how the server is deployed. */
  readonly serverConfiguration: readonly ChangeRow[];
  readonly neighbours: readonly Neighbours[];
  /** What only one of two neighbouring servers has. */
  readonly servers: readonly { readonly from: string; readonly to: string; readonly differences: readonly ServerDifference[] }[];
  /** Realms that were seen not to be where they should be. */
  readonly missing: readonly string[];
  /** What could not be seen, in sentences. */
  readonly notSeen: readonly string[];
  /** Announced changes that are no matter of the configuration. */
  readonly elsewhere: readonly string[];
}

/** Holds a release against its environments, in their order. Throws a ConfigurationError where they have no realm in common. */
export function promotionOf(release: Release, places: readonly Place[]): Promotion {
  const together = realmsTogether(places);
  const elsewhere = release.expectedChanges.filter(isOfToken);
  const ofServer = release.expectedChanges.filter(isOfServerConfiguration);
  const ofRealms = release.expectedChanges.filter((change) => !isOfToken(change) && !isOfServerConfiguration(change));
  const byRow = together.map((row, index) => ({
    row,
    changes: ofRealms.filter((change) => isOfRow(change, row, index === 0)),
  }));
  const assigned = new Set(byRow.flatMap(({ changes }) => changes));
  const pairs = places.slice(1).flatMap((to, index) => {
    const from = places[index];
    return from ? [{ from, to, index }] : [];
  });
  return {
    release,
    places,
    ...(release.deploys ? { version: places.map(({ side }) => versionArrived(release, side.version)) } : {}),
    realms: byRow.flatMap(({ row, changes }) =>
      changes.length === 0 ? [] : [{ realm: nameOfRow(row), rows: changes.map((change) => rowOf(change, row, places, release.id)) }],
    ),
    serverConfiguration: ofServer.map((change) => serverRowOf(change, places)),
    neighbours: byRow.flatMap(({ row, changes }) =>
      pairs.flatMap(({ from, to, index }) => neighbours({ from, to, realms: [row[index], row[index + 1]], changes, places })),
    ),
    servers: pairs.flatMap(({ from: { id, side: a }, to: { id: other, side: b } }) => {
      const differences =
        a.server && b.server ? serverDifferences({ server: a.server, version: a.version }, { server: b.server, version: b.version }) : [];
      return differences.length === 0 ? [] : [{ from: id, to: other, differences }];
    }),
    missing: together.flatMap((row) =>
      row.flatMap((name, index) => {
        const place = places[index];
        return place && name !== undefined && place.side.realms[name]?.exists === false ? [`${place.id} has no realm "${name}".`] : [];
      }),
    ),
    notSeen: [
      ...places.flatMap(({ id, side }) => [...new Set(side.gaps.map(({ reason }) => `${id}: ${reason}`))]),
      ...together.flatMap((row) =>
        row.includes(undefined)
          ? [
              `The realm "${nameOfRow(row)}" was not seen in ${places
                .filter((_place, index) => row[index] === undefined)
                .map(({ id }) => id)
                .join(', ')}.`,
            ]
          : [],
      ),
      ...ofRealms
        .filter((change) => !assigned.has(change))
        .map((change) => `${wordsOfChange(change)}: announced of a realm that none of the environments has.`),
    ],
    elsewhere: elsewhere.map(wordsOfChange),
  };
}

/** A change that names a realm is of that one, in whichever environment it has that name; any other is of the first. */
function isOfRow({ object }: ExpectedChange, row: RealmRow, isFirst: boolean): boolean {
  const [, named] = /^realm\/([^/]+)\//.exec(object) ?? [];
  return named === undefined ? isFirst : row.includes(named);
}

function rowOf(change: ExpectedChange, row: RealmRow, places: readonly Place[], release: string): ChangeRow {
  return changeRow(inRealm(change), places, (place, index) => {
    const name = row[index];
    const now = name === undefined ? undefined : place.side.realms[name];
    // A record of another release tells what was before that one.
    const before = name === undefined || place.side.release?.id !== release ? undefined : place.side.before?.[name]?.objects;
    return now && { now, before };
  });
}

/** Of how the server is deployed there is one thing in each environment. */
const serverRowOf = (change: ExpectedChange, places: readonly Place[]): ChangeRow =>
  changeRow(change, places, ({ side: { serverConfiguration: now } }) => now && { now, read: readServerValue });

/** What became of a change in each place, where anything was seen of what it is about. */
function changeRow(
  announced: ExpectedChange,
  places: readonly Place[],
  hereOf: (place: Place, index: number) => Here | undefined,
): ChangeRow {
  const heres = places.map((place, index) => ({ here: hereOf(place, index), change: changeAt(announced, originsTo(place, places)) }));
  const seenElsewhere = heres.some(
    ({ here, change }) => here && [here.now.objects, here.before ?? {}].some((objects) => isThereToGo(change, objects)),
  );
  return {
    change: wordsOfChange(announced),
    ...(announced.why === undefined ? {} : { why: announced.why }),
    cells: heres.map(({ here, change }) =>
      here ? arrivalOf(announced, change, { ...here, seenElsewhere }) : { state: 'not visible', how: 'nothing of it was seen' },
    ),
  };
}

/** Without the realm that it names. */
const inRealm = (change: ExpectedChange): ExpectedChange => ({ ...change, object: change.object.replace(/^realm\/[^/]+\/(?=.)/, '') });

/** The origins of all other environments, each with what stands for it in this one; none that is this one's own. */
function originsTo({ id, told }: Place, places: readonly Place[]): Origins {
  const found = new Map<string, string | undefined>();
  const own = new Set(Object.values(told.places).flatMap((url) => (url !== undefined && URL.canParse(url) ? [new URL(url).origin] : [])));
  for (const other of places)
    if (other.id !== id)
      for (const [from, to] of originsBetween(other.told.places, told.places))
        found.set(from, found.has(from) && found.get(from) !== to ? undefined : to);
  return new Map([...found].flatMap(([from, to]) => (to === undefined || own.has(from) ? [] : [[from, to] as const])));
}

function versionArrived({ keycloak: { from, to } }: Release, version: string | undefined): Arrived {
  if (version === undefined) return { state: 'not visible', how: 'nobody tells the version' };
  if (version === to) return { state: 'arrived' };
  return { state: version === from ? 'not yet' : 'otherwise', how: `it is ${version}` };
}

function neighbours({
  from,
  to,
  realms: [nameA, nameB],
  changes,
  places,
}: {
  readonly from: Place;
  readonly to: Place;
  readonly realms: readonly [string | undefined, string | undefined];
  readonly changes: readonly ExpectedChange[];
  readonly places: readonly Place[];
}): readonly Neighbours[] {
  const [a, b] = [nameA === undefined ? undefined : from.side.realms[nameA], nameB === undefined ? undefined : to.side.realms[nameB]];
  if (!a?.exists || !b?.exists || nameA === undefined || nameB === undefined) return [];
  const origins = originsBetween(from.told.places, to.told.places);
  const before = asIn(a, { a: nameA, b: nameB }, origins, to.told);
  const comparison = compare(before, b, { acrossEnvironments: true });
  const sides = { before: before.objects, now: b.objects };
  const versions =
    from.side.version === undefined || to.side.version === undefined ? undefined : { a: from.side.version, b: to.side.version };
  const builtNew = builtNewNote(sides);
  const announced = changes.map((change) => changeAt(inRealm(change), originsTo(to, places)));
  const { besides, ofRelease, explained } = besidesOf(
    comparison,
    announced,
    (difference) => upgradeNote(difference, versions, sides) ?? builtNew(difference),
  );
  const applications = [
    ...to.told.applications.filter(({ realm }) => realm === nameB),
    ...from.told.applications.filter(({ realm }) => realm === nameA),
  ];
  const named = applications.filter(({ id }, index) => applications.findIndex((each) => each.id === id) === index);
  return [
    {
      from: from.id,
      to: to.id,
      realm: nameA === nameB ? nameA : `${nameA} = ${nameB}`,
      comparison,
      applications: named,
      groups: byApplication(besides, named),
      besides,
      ofRelease,
      explained,
      impact: impactOf(besides, before.objects, b.objects, named),
      weaker: weakerIn({
        before: { ...before, objects: withNewNames(before.objects, renames(before, b)) },
        after: b,
        differences: comparison.differences,
        changes: announced,
        isExplained: (difference) => explained.has(difference),
        bothWays: true,
      }).filter(({ standing }) => standing === 'unannounced'),
    },
  ];
}

/** What of the servers' differences no version explains. */
export const surprises = ({ servers }: Promotion): number =>
  servers.reduce((sum, { differences }) => sum + differences.filter(({ why }) => why === undefined).length, 0);

export const allCells = ({ realms, serverConfiguration }: Promotion): readonly Arrived[] =>
  [...realms.flatMap(({ rows }) => rows), ...serverConfiguration].flatMap(({ cells }) => cells);

/**
 * 0 where all that is announced arrived everywhere, and nothing differs besides; 1 where something did not arrive, or differs; else 3
 * where something could not be seen.
 */
export function exitCodeOf(promotion: Promotion): 0 | 1 | 3 {
  const cells = allCells(promotion);
  // Which version runs may not be visible to the gate at all; that it is another one is.
  const wrong = [...cells, ...(promotion.version ?? [])].some(({ state }) => state === 'not yet' || state === 'otherwise');
  if (wrong || promotion.missing.length > 0 || surprises(promotion) > 0 || promotion.neighbours.some(({ besides }) => besides.length > 0))
    return 1;
  const unsure =
    cells.some(({ state }) => state === 'not visible') ||
    promotion.notSeen.length > 0 ||
    promotion.neighbours.some(({ comparison: { unread, ambiguous } }) => unread.length + ambiguous.length > 0);
  return unsure ? 3 : 0;
}
