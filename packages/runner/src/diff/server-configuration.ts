import {
  byApplication,
  compareServers,
  deployedImageOf,
  explainedByDeploy,
  hold,
  impactOf,
  isInPlace,
  isOfServer,
  readServerValue,
  serverChangesOf,
} from '@keycloak-release-gate/checks';
import type { Difference, Origins, ServerConfiguration } from '@keycloak-release-gate/checks';
import { wordsOfChange } from '@keycloak-release-gate/core';
import type { ExpectedChange, Release } from '@keycloak-release-gate/core';
import type { Arrival, DiffInput, SectionDiff } from './model.ts';

/** How the server itself is deployed on both sides, compared; undefined where one of them was not looked at. */
export function serverConfigurationDiff({ a, b, strict, release }: DiffInput, origins: Origins): SectionDiff | undefined {
  const [before, after] = [a.serverConfiguration, b.serverConfiguration];
  if (before === undefined || after === undefined) return undefined;
  const across = a.environment !== b.environment;
  const comparison = compareServers(before, after, { strict, origins, acrossEnvironments: across });
  const changes = serverChangesOf(release?.expectedChanges ?? []);
  const sides = { before: before.objects, now: after.objects };
  const deployed = across || strict ? undefined : deployedImageOf(release);
  const ofDeploy = (difference: Difference): string | undefined => explainedByDeploy(difference, after.container, sides, deployed);
  const held = hold(comparison, before.objects, after.objects, across || strict ? [] : changes, ofDeploy, readServerValue);
  return {
    objects: Object.keys(after.objects).length,
    comparison,
    applications: [],
    groups: byApplication(comparison.differences, []),
    notes: new Map(held.lines.flatMap(({ difference, why }) => (why === undefined ? [] : [[difference, why] as const]))),
    counting: release && !across && !strict ? held.lines.flatMap(({ unexpected }) => unexpected ?? []) : comparison.differences,
    broken: held.broken,
    unseen: held.unseen.map(wordsOfChange),
    arrivals: across && !strict ? changes.map((change) => arrival(change, before, after)) : [],
    // What it does to an application is seen by logging in.
    impact: impactOf([], {}, {}, []),
    weaker: [],
  };
}

/** What of it could not be compared because one side does not hold it, in sentences. */
export function serverConfigurationMissed({ a, b }: Pick<DiffInput, 'a' | 'b'>, release: Release | undefined): readonly string[] {
  const [ofA, ofB] = [a.serverConfiguration !== undefined, b.serverConfiguration !== undefined];
  if (ofA && ofB) return [];
  return [
    ...(ofA === ofB ? [] : [`How the server is deployed is in ${ofA ? 'A' : 'B'} alone.`]),
    ...serverChangesOf(release?.expectedChanges ?? []).map(
      (change) => `${wordsOfChange(change)}: announced of how the server is deployed, which was not compared.`,
    ),
  ];
}

/** True for an announced change that is held here, and not in a realm. */
export const isOfServerConfiguration = ({ object }: ExpectedChange): boolean => isOfServer(object);

const arrival = (change: ExpectedChange, before: ServerConfiguration, after: ServerConfiguration): Arrival => ({
  change: wordsOfChange(change),
  inA: isInPlaceIn(change, before),
  inB: isInPlaceIn(change, after),
});

/** Undefined too where the side did not see all objects of that kind: what is not there may have been there. */
const isInPlaceIn = (change: ExpectedChange, { objects, unreadable }: ServerConfiguration): boolean | undefined =>
  objects[change.object] === undefined && unreadable.some(({ kind }) => kind === change.object.split('/', 1)[0])
    ? undefined
    : isInPlace(change, objects, readServerValue);
