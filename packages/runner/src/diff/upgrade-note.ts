import { explain, turned } from '@keycloak-release-gate/checks';
import type { Difference, RealmConfiguration } from '@keycloak-release-gate/checks';
import type { Release } from '@keycloak-release-gate/core';

/** The versions of Keycloak on the two sides of a comparison. */
export interface Versions {
  readonly a: string;
  readonly b: string;
}

/**
 * The versions of both sides: those that were seen, and for a side that tells none that of the release. A release that is not
 * deployed yet explains nothing: what was seen goes before what it says.
 */
export function versionsOf(
  a: { readonly version?: string },
  b: { readonly version?: string },
  release: Release | undefined,
): Versions | undefined {
  const told = release?.deploys === true ? release.keycloak : undefined;
  const [from, to] = [a.version ?? told?.from, b.version ?? told?.to];
  return from === undefined || to === undefined ? undefined : { a: from, b: to };
}

type Objects = RealmConfiguration['objects'];
interface Sides {
  readonly before: Objects;
  readonly now: Objects;
}

/** Why the upgrade from one side's version to the other's explains this line, whichever of them is the newer; undefined where it does not. */
export function upgradeNote(difference: Difference, versions: Versions | undefined, sides: Sides): string | undefined {
  if (!versions) return undefined;
  const { a, b } = versions;
  const onward = explain(difference, { from: a, to: b }, sides);
  if (onward !== undefined) return `the upgrade ${a} → ${b} explains it: ${onward}`;
  const back = explain(turned(difference), { from: b, to: a }, { before: sides.now, now: sides.before });
  return back === undefined ? undefined : `the upgrade ${b} → ${a} explains it: ${back}`;
}
