import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json } from '@keycloak-release-gate/core';
import { wasRead } from '../evidence.ts';
import type { RealmConfiguration } from '../evidence.ts';
import { riskRules } from './index.ts';
import type { Rule, Spot, Weakening } from './rule.ts';

/** A weakening, and the rule that tells it. */
export interface Weakened extends Weakening {
  readonly rule: Rule;
}

/**
 * What became weaker between two looks at a realm, in the order of the rules. Of a kind that was not read as a whole, only objects
 * that are there on both sides are compared; a rule that follows objects to others is silent then.
 */
export function weakenings(before: RealmConfiguration, after: RealmConfiguration): readonly Weakened[] {
  const wereRead = (kind: string): boolean => wasRead(before, kind) && wasRead(after, kind);
  const isSeen = ({ follows, kinds }: Rule, object: string): boolean =>
    follows === true
      ? kinds.every(wereRead)
      : wereRead(object) || (before.objects[object] !== undefined && after.objects[object] !== undefined);
  return riskRules.flatMap((rule) =>
    rule
      .worse(before.objects, after.objects)
      .filter(({ object }) => isSeen(rule, object))
      .map((weakening) => ({ ...weakening, rule })),
  );
}

/** The clients that Keycloak makes itself: what they allow is its own doing, until somebody changes it. */
const builtIn = new Set(
  ['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'].map((id) => `client/${id}`),
);

/** What is weak in a realm by itself, by rule, in the order of the rules. */
export function weakPoints(now: RealmConfiguration): ReadonlyMap<Rule, readonly Spot[]> {
  return new Map(
    riskRules.flatMap((rule) => {
      if (!rule.kinds.every((kind) => wasRead(now, kind))) return [];
      const spots = rule.already(now.objects).filter(({ object }) => !builtIn.has(object));
      return spots.length === 0 ? [] : [[rule, spots] as const];
    }),
  );
}

/** What happened, without the object: `redirectUris: + https://*`. */
export function words({ attribute, before, after }: Weakening): string {
  if (attribute === undefined) return 'it is gone';
  if (before === undefined && after === undefined) return `${attribute} is not set`;
  if (before === undefined) return `${attribute}: + ${text(after)}`;
  if (after === undefined) return `${attribute}: - ${text(before)}`;
  return `${attribute} was ${text(before)} and is ${text(after)}`;
}

function text(value: Json | undefined): string {
  const whole = typeof value === 'string' ? value : canonicalJson(value ?? null);
  return whole.length > 200 ? `${whole.slice(0, 200)}…` : whole;
}
