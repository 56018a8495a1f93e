import {
  byApplication,
  compare,
  explain,
  hold,
  isInPlace,
  changesOf,
  originsBetween,
  serverDifferences,
} from '@keycloak-release-gate/checks';
import type {
  ApplicationClient,
  ApplicationDifferences,
  Broken,
  Comparison,
  Difference,
  Origins,
  RealmConfiguration,
  ServerDifference,
} from '@keycloak-release-gate/checks';
import { wordsOfChange } from '@keycloak-release-gate/core';
import type { ExpectedChange, Release } from '@keycloak-release-gate/core';
import type { Told } from './places.ts';
import type { Pairs, RealmPair } from './realm-pairs.ts';
import type { Side } from './side.ts';

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

export interface RealmDiff {
  /** `lab`, or `lab = other` where two realms of different names are compared. */
  readonly realm: string;
  readonly objects: number;
  readonly comparison: Comparison;
  readonly applications: readonly ApplicationClient[];
  readonly groups: readonly ApplicationDifferences[];
  /** Why a line is no surprise, or what to know of it. */
  readonly notes: ReadonlyMap<Difference, string>;
  /** The lines that count: without a release all of them, with one those that it does not announce. */
  readonly counting: readonly Difference[];
  readonly broken: readonly Broken[];
  readonly arrivals: readonly Arrival[];
}

/** A comparison of two sides: every rendering is made from it. */
export interface Diff {
  readonly a: Side;
  readonly b: Side;
  readonly strict: boolean;
  readonly release?: string;
  readonly origins: Origins;
  readonly realms: readonly RealmDiff[];
  /** Providers, themes and features that only one of the two servers has; empty where one of them was not looked at. */
  readonly server: readonly ServerDifference[];
  /** What could not be compared, in sentences. */
  readonly notCompared: readonly string[];
}

/** Compares what two sides hold. */
export function diffOf(input: DiffInput): Diff {
  const { a, b, pairs, strict, release } = input;
  const origins: Origins = strict || a.environment === b.environment ? new Map() : originsBetween(input.toldA.places, input.toldB.places);
  const realms = pairs.pairs.flatMap((pair) => {
    const [before, after] = [a.realms[pair.a], b.realms[pair.b]];
    return before && after ? [realmDiff(input, pair, before, after, origins)] : [];
  });
  return {
    a,
    b,
    strict,
    origins,
    realms,
    server:
      a.server && b.server ? serverDifferences({ server: a.server, version: a.version }, { server: b.server, version: b.version }) : [],
    ...(release === undefined ? {} : { release: release.id }),
    notCompared: [
      ...new Set([...a.gaps.map(({ reason }) => `A: ${reason}`), ...b.gaps.map(({ reason }) => `B: ${reason}`)]),
      ...pairs.alone.map(({ realm, side }) => `The realm "${realm}" is in ${side} alone.`),
    ],
  };
}

function realmDiff(input: DiffInput, pair: RealmPair, before: RealmConfiguration, after: RealmConfiguration, origins: Origins): RealmDiff {
  const { a, b, strict, release } = input;
  const across = a.environment !== b.environment;
  const comparison = compare(before, after, { strict, origins, acrossEnvironments: across || pair.a !== pair.b });
  const upgrade = strict ? undefined : upgradeOf(input);
  const changes = release ? changesOf(pair.b, release.expectedChanges, input.toldB.realms) : [];
  const held = hold(comparison, before.objects, after.objects, across || strict ? [] : changes, (difference) =>
    across ? undefined : explain(difference, upgrade, { before: before.objects, now: after.objects }),
  );
  const applications = applicationsIn(pair, input);
  const notes = held.lines.flatMap(({ difference, why }): (readonly [Difference, string])[] => {
    const words = why ?? (across && !strict ? upgradedAndNew(difference, a, b, before, after) : undefined);
    return words === undefined ? [] : [[difference, words]];
  });
  return {
    realm: pair.a === pair.b ? pair.a : `${pair.a} = ${pair.b}`,
    objects: Object.keys(after.objects).length,
    comparison,
    applications,
    groups: byApplication(comparison.differences, applications),
    notes: new Map(notes),
    counting: release && !across && !strict ? held.lines.flatMap(({ unexpected }) => unexpected ?? []) : comparison.differences,
    broken: held.broken,
    arrivals: across && !strict ? changes.map((change) => arrival(change, before, after)) : [],
  };
}

/** Each application once, although both environments have it. */
function applicationsIn({ a, b }: RealmPair, { toldA, toldB }: DiffInput): readonly ApplicationClient[] {
  const all = [...toldB.applications.filter(({ realm }) => realm === b), ...toldA.applications.filter(({ realm }) => realm === a)];
  return all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index);
}

/** The upgrade between the two sides, where both are of one environment: the release's, or that between the versions that were seen. */
function upgradeOf({ a, b, release }: DiffInput): { readonly from: string; readonly to: string } | undefined {
  if (release?.deploys === true) return release.keycloak;
  return a.version === undefined || b.version === undefined ? undefined : { from: a.version, to: b.version };
}

/** A realm that was upgraded differs from one that was built on the new version, although nobody changed either. */
function upgradedAndNew(
  difference: Difference,
  a: Side,
  b: Side,
  { objects: ofA }: RealmConfiguration,
  { objects: ofB }: RealmConfiguration,
): string | undefined {
  const any = { from: '1.0', to: '999.0' };
  const { before, after, kind, ...rest } = difference;
  const turned: Difference = {
    ...rest,
    kind: kind === 'added' ? 'removed' : kind === 'removed' ? 'added' : kind,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  };
  const why = explain(difference, any, { before: ofA, now: ofB }) ?? explain(turned, any, { before: ofB, now: ofA });
  return why === undefined ? undefined : `one of ${a.environment} and ${b.environment} was upgraded, the other built new: ${why}`;
}

const arrival = (change: ExpectedChange, before: RealmConfiguration, after: RealmConfiguration): Arrival => ({
  change: wordsOfChange(change),
  inA: isInPlace(change, before.objects),
  inB: isInPlace(change, after.objects),
});

/** 1 where something differs or did not arrive, 3 where something could not be compared, else 0. What differs beats what nobody could see. */
export function exitCodeOf({ realms, server, notCompared }: Diff): 0 | 1 | 3 {
  const differs = realms.some(
    ({ counting, broken, arrivals }) =>
      counting.length + broken.length > 0 || arrivals.some(({ inA, inB }) => inA === false || inB === false),
  );
  if (differs || surprisesOf(server).length > 0) return 1;
  const unsure = realms.some(({ comparison: { unread, ambiguous } }) => unread.length + ambiguous.length > 0);
  return unsure || notCompared.length > 0 || realms.length === 0 ? 3 : 0;
}

/** What of the servers' differences no version explains. */
export const surprisesOf = (server: readonly ServerDifference[]): readonly ServerDifference[] =>
  server.filter(({ why }) => why === undefined);
