import type { Confirmation, ProvenIn } from '@keycloak-release-gate/core';
import { confirmedBy } from './confirmed.ts';
import type { Asked, Confirmed, ProvenThen } from './confirmed.ts';

/** Where this must be confirmed for an environment of a release: logs are those of each environment before it, or its own where it is the first. */
export function placesOf(type: Confirmation['type'], environments: readonly string[], environment: string): readonly string[] {
  const before = environments.slice(0, Math.max(0, environments.indexOf(environment)));
  return type === 'logs reviewed' && before.length > 0 ? before : [environment];
}

/**
 * Whether somebody confirmed this wherever it must be confirmed for an environment; `environments` are those of the release, in its order.
 * What is missing in any of them is missing. Pure.
 */
export function confirmedWherever(
  confirmations: readonly Confirmation[],
  {
    environments,
    deployedAt = {},
    proven,
    ...asked
  }: Omit<Asked, 'since' | 'proven'> & {
    readonly environments: readonly string[];
    /** Since when the release is deployed in an environment, as far as its record tells (ISO 8601): logs are reviewed after it. */
    readonly deployedAt?: Readonly<Record<string, string | undefined>>;
    /** What is known of the environments before: the board decides on the last of them. */
    readonly proven?: readonly ProvenIn[];
  },
): Confirmed {
  const places = placesOf(asked.type, environments, asked.environment);
  // What was said of one of the places is not wrong for not being said of another.
  const each = places.map((environment) =>
    confirmedBy(
      confirmations.filter(({ environment: of }) => of === undefined || of === environment || !places.includes(of)),
      {
        ...asked,
        environment,
        since: asked.type === 'logs reviewed' ? deployedAt[environment] : undefined,
        proven: asked.type === 'board approval' && proven ? provenThen(environments, asked.environment, proven) : undefined,
      },
    ),
  );
  const findings = each.flatMap((place) => place.findings);
  const gaps = each.flatMap((place) => place.gaps);
  const isWhole = findings.length === 0 && gaps.length === 0;
  return {
    holding: isWhole ? each.flatMap(({ holding }) => holding) : [],
    findings,
    gaps: eachReasonOnce(gaps),
    facts: each.flatMap(({ facts }) => facts),
    exhibits: each[0]?.exhibits ?? [],
  };
}

/** Where the release stood proven last before it comes to an environment, and when; undefined where none is before, or nothing is known. */
export function provenThen(environments: readonly string[], environment: string, proven: readonly ProvenIn[]): ProvenThen | undefined {
  const last = environments[environments.indexOf(environment) - 1];
  const proofs = proven.find((each) => each.environment === last)?.proofs;
  return last === undefined || proofs === undefined ? undefined : { environment: last, proofs };
}

/** What is not known of several places for one reason is told once. */
export const eachReasonOnce = <T extends { readonly reason: string }>(gaps: readonly T[]): T[] => [
  ...new Map(gaps.map((each) => [each.reason, each])).values(),
];
