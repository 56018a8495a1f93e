import {
  builtNewNote,
  byApplication,
  changesOf,
  compare,
  hold,
  impactOf,
  isInPlace,
  kindOf,
  originsBetween,
  serverDifferences,
  renames,
  withNewNames,
} from '@keycloak-release-gate/checks';
import type {
  ApplicationDifferences,
  Broken,
  Comparison,
  Difference,
  Impact,
  ImpactedApplication,
  Origins,
  RealmConfiguration,
  ServerDifference,
} from '@keycloak-release-gate/checks';
import { ConfigurationError, wordsOfChange } from '@keycloak-release-gate/core';
import type { ExpectedChange, Release } from '@keycloak-release-gate/core';
import type { Told } from './places.ts';
import type { Pairs, RealmPair } from './realm-pairs.ts';
import type { Side } from './side.ts';
import { isOfServerConfiguration, serverConfigurationDiff, serverConfigurationMissed } from './server-configuration.ts';
import { upgradeNote, versionsOf } from './upgrade-note.ts';
import { asIn } from './as-in.ts';
import { weakerIn } from './weaker.ts';
import type { Weaker } from './weaker.ts';

export interface DiffInput {
  readonly a: Side;
  readonly b: Side;
  readonly pairs: Pairs;
  /** What the files of the two environments say. */
  readonly toldA: Told;
  readonly toldB: Told;
  readonly strict: boolean;
  readonly release?: Release;
}

/** An announced change, and in which of two environments it is in place; undefined where that cannot be told. */
export interface Arrival {
  readonly change: string;
  readonly inA: boolean | undefined;
  readonly inB: boolean | undefined;
}

/** A part of a comparison: a realm, or how the server is deployed. */
export interface SectionDiff {
  readonly objects: number;
  readonly comparison: Comparison;
  readonly applications: readonly ImpactedApplication[];
  readonly groups: readonly ApplicationDifferences[];
  /** Why a line is no surprise, or what to know of it. */
  readonly notes: ReadonlyMap<Difference, string>;
  /** The lines that count: without a release all of them, with one those that it does not announce. */
  readonly counting: readonly Difference[];
  readonly broken: readonly Broken[];
  /** Announced changes of which nobody can see whether they happened. */
  readonly unseen: readonly string[];
  readonly arrivals: readonly Arrival[];
  /** Whom the lines touch that no upgrade explains. */
  readonly impact: Impact;
  readonly weaker: readonly Weaker[];
}

export interface RealmDiff extends SectionDiff {
  /** `lab`, or `lab = other` where two realms of different names are compared. */
  readonly realm: string;
}

/** A comparison of two sides: every rendering is made from it. */
export interface Diff {
  readonly a: Side;
  readonly b: Side;
  readonly strict: boolean;
  readonly release?: string;
  readonly origins: Origins;
  readonly realms: readonly RealmDiff[];
  /** The server's own configuration in Kubernetes, where both sides hold it. */
  readonly serverConfiguration?: SectionDiff;
  /** Providers, themes and features that only one of the two servers has; empty where one of them was not looked at. */
  readonly server: readonly ServerDifference[];
  /** Realms that one side was seen not to have. */
  readonly missing: readonly string[];
  /** What could not be compared, in sentences. */
  readonly notCompared: readonly string[];
}

/** Compares what two sides hold. */
export function diffOf(input: DiffInput): Diff {
  const { a, b, pairs, strict, release } = input;
  const origins: Origins = strict || a.environment === b.environment ? new Map() : originsBetween(input.toldA.places, input.toldB.places);
  const realmsOfB = realmsIn(input);
  const realms = pairs.pairs.flatMap((pair) => {
    const [before, after] = [a.realms[pair.a], b.realms[pair.b]];
    return before?.exists && after?.exists
      ? [realmDiff(input, pair, strict ? before : asIn(before, pair, origins, input.toldB), after, changesIn(pair, release, realmsOfB))]
      : [];
  });
  const ofServer = serverConfigurationDiff(input, origins);
  const held = pairs.pairs.flatMap((pair) => changesIn(pair, release, realmsOfB));
  return {
    a,
    b,
    strict,
    origins,
    realms,
    ...(ofServer ? { serverConfiguration: ofServer } : {}),
    ...(release === undefined ? {} : { release: release.id }),
    server:
      a.server && b.server ? serverDifferences({ server: a.server, version: a.version }, { server: b.server, version: b.version }) : [],
    missing: pairs.pairs.flatMap((pair) => missingIn(pair, a, b)),
    notCompared: [
      ...new Set([...a.gaps.map(({ reason }) => `A: ${reason}`), ...b.gaps.map(({ reason }) => `B: ${reason}`)]),
      ...pairs.alone.map(({ realm, side }) => `The realm "${realm}" is in ${side} alone.`),
      ...pairs.pairs.flatMap((pair) =>
        isIn(a, pair.a) === false && isIn(b, pair.b) === false ? `Neither side has a realm "${pair.a}".` : [],
      ),
      ...(release?.expectedChanges ?? [])
        .filter((change) => !isOfToken(change) && !isOfServerConfiguration(change) && !held.some((each) => each.of === change))
        .map((change) => `${wordsOfChange(change)}: announced of a realm that was not compared.`),
      ...serverMissed(input),
      ...serverConfigurationMissed(input, release),
    ],
  };
}

/** That one side does not say what the server is made of is no sign that it is made of the same. */
const serverMissed = ({ a, b }: DiffInput): readonly string[] =>
  (a.server === undefined) === (b.server === undefined)
    ? []
    : [`What the server is made of (providers, themes, features) is in ${a.server === undefined ? 'B' : 'A'} alone.`];

/** Whether a side was seen to have a realm; undefined where it was not seen. */
const isIn = (side: Side, realm: string): boolean | undefined => side.realms[realm]?.exists;

function missingIn(pair: RealmPair, a: Side, b: Side): readonly string[] {
  const [inA, inB] = [isIn(a, pair.a), isIn(b, pair.b)];
  if (inA === true && inB === false) return [`B has no realm "${pair.b}".`];
  return inA === false && inB === true ? [`A has no realm "${pair.a}".`] : [];
}

/**
 * The realms of B, in the order of its environment's file: announced changes that name none are of the first. Where there is no such
 * file, that is the only one there is. Throws a ConfigurationError where there are several.
 */
function realmsIn({ b, toldB, release }: DiffInput): readonly string[] {
  if (toldB.realms.length > 0) return toldB.realms;
  const held = Object.keys(b.realms);
  if (
    held.length > 1 &&
    release?.expectedChanges.some((change) => !isOfToken(change) && !isOfServerConfiguration(change) && !change.object.startsWith('realm/'))
  )
    throw new ConfigurationError([
      {
        code: 'FIRST_REALM_UNKNOWN',
        message: `Which of the realms ${held.join(', ')} the announced changes are of is told by the file of the environment "${b.environment}", and there is none.`,
        where: '--release',
        remedy: `Write scenarios/environments/${b.environment}.ts, or name the realm in the release: client('portal', { realm: '${held[0] ?? ''}' }).`,
      },
    ]);
  return held;
}

/** The claims of tokens are held by a check of their own. */
export const isOfToken = ({ object }: ExpectedChange): boolean => /^(?:realm\/[^/]+\/)?token\//.test(object);

/** An announced change of one realm, and how the release wrote it. */
interface Announced {
  readonly change: ExpectedChange;
  readonly of: ExpectedChange;
}

const changesIn = ({ b }: RealmPair, release: Release | undefined, realms: readonly string[]): readonly Announced[] =>
  (release?.expectedChanges ?? []).flatMap((of) => changesOf(b, [of], realms).map((change) => ({ change, of })));

function realmDiff(
  input: DiffInput,
  pair: RealmPair,
  before: RealmConfiguration,
  after: RealmConfiguration,
  announced: readonly Announced[],
): RealmDiff {
  const { a, b, strict, release } = input;
  const across = a.environment !== b.environment;
  const comparison = compare(before, after, { strict, acrossEnvironments: across || pair.a !== pair.b });
  const sides = { before: before.objects, now: after.objects };
  const versions = strict ? undefined : versionsOf(a, b, release);
  const changes = announced.map(({ change }) => change);
  const builtNew = builtNewNote(sides);
  const byUpgrade = new Map(
    comparison.differences.flatMap((difference): (readonly [Difference, string])[] => {
      const why = upgradeNote(difference, versions, sides) ?? (across && !strict ? builtNew(difference) : undefined);
      return why === undefined ? [] : [[difference, why]];
    }),
  );
  const held = hold(
    comparison,
    before.objects,
    after.objects,
    across || strict ? [] : changes,
    (difference) => byUpgrade.get(difference) ?? (across ? undefined : upgradeNote(difference, versions, sides)),
  );
  const applications = applicationsIn(pair, input);
  const unexplained = comparison.differences.filter((difference) => !byUpgrade.has(difference) && difference.kind !== 'renumbered');
  return {
    realm: pair.a === pair.b ? pair.a : `${pair.a} = ${pair.b}`,
    objects: Object.keys(after.objects).length,
    comparison,
    applications,
    groups: byApplication(comparison.differences, applications),
    notes: new Map(held.lines.flatMap(({ difference, why }) => (why === undefined ? [] : [[difference, why] as const]))),
    counting:
      release && !across && !strict
        ? held.lines.flatMap(({ unexpected }) => unexpected ?? [])
        : comparison.differences.filter(({ kind }) => strict || kind !== 'renumbered'),
    broken: held.broken,
    unseen: held.unseen.map(wordsOfChange),
    arrivals: across && !strict ? changes.map((change) => arrival(change, before, after)) : [],
    impact: impactOf(unexplained, before.objects, after.objects, applications),
    weaker: weakerIn({
      before: { ...before, objects: withNewNames(before.objects, renames(before, after)) },
      after,
      differences: comparison.differences,
      changes,
      isExplained: (difference) => byUpgrade.has(difference),
      bothWays: across,
    }),
  };
}

/** Each application once, although both environments have it. */
function applicationsIn({ a, b }: RealmPair, { toldA, toldB }: DiffInput): readonly ImpactedApplication[] {
  const all = [...toldB.applications.filter(({ realm }) => realm === b), ...toldA.applications.filter(({ realm }) => realm === a)];
  return all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index);
}

const arrival = (change: ExpectedChange, before: RealmConfiguration, after: RealmConfiguration): Arrival => ({
  change: wordsOfChange(change),
  inA: isInPlaceIn(change, before),
  inB: isInPlaceIn(change, after),
});

/** Undefined too where the side did not see all objects of that kind: what is not there may have been there. */
const isInPlaceIn = (change: ExpectedChange, realm: RealmConfiguration): boolean | undefined =>
  realm.objects[change.object] === undefined && realm.unreadable.some(({ kind }) => kind === kindOf(change.object))
    ? undefined
    : isInPlace(change, realm.objects);

/** True for an announced change of something that neither side has: the release file names it wrongly. */
const isUnknown = ({ kind }: Broken): boolean => kind === 'unknown object';

/**
 * 1 where something differs or did not arrive; else 2 where the release names what is not there, else 3 where something could not be
 * compared or seen, else 0.
 */
export function exitCodeOf(diff: Diff): 0 | 1 | 2 | 3 {
  const { realms, server, missing, notCompared } = diff;
  const sections = sectionsOf(diff);
  const differs = sections.some(
    ({ counting, broken, arrivals }) =>
      counting.length > 0 || broken.some((each) => !isUnknown(each)) || arrivals.some(({ inA, inB }) => inA === false || inB === false),
  );
  if (differs || missing.length + surprisesOf(server).length > 0) return 1;
  if (sections.some(({ broken }) => broken.length > 0)) return 2;
  const unsure = sections.some(
    ({ comparison: { unread, ambiguous }, unseen, arrivals }) =>
      unread.length + ambiguous.length + unseen.length > 0 || arrivals.some(({ inA, inB }) => inA === undefined || inB === undefined),
  );
  return unsure || notCompared.length > 0 || realms.length === 0 ? 3 : 0;
}

/** All parts of a comparison. */
export const sectionsOf = ({ realms, serverConfiguration }: Diff): readonly SectionDiff[] => [
  ...realms,
  ...(serverConfiguration ? [serverConfiguration] : []),
];

/** What of the servers' differences no version explains. */
export const surprisesOf = (server: readonly ServerDifference[]): readonly ServerDifference[] =>
  server.filter(({ why }) => why === undefined);
