import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';

/**
 * Why a change comes about: `migration` rewrote stored data; `default`: nothing is stored, and the new server has another value for
 * that; `field`: the API tells more or less than it did; `label`: a name that is only shown; `noise`: it means nothing.
 */
export type Cause = 'migration' | 'default' | 'field' | 'label' | 'noise';

/** One thing that an upgrade does to a configuration by itself: from what was there to what that becomes, and to nothing else. */
export interface Explanation {
  /** The version that began to do it: it explains upgrades that cross it, and no other. */
  readonly since: readonly [major: number, minor: number];
  readonly cause: Cause;
  readonly why: string;
  /** Where it was seen, or read. */
  readonly source: string;
  /** Which objects, by kind and name: `client/portal`. */
  readonly object: string | RegExp;
  /** Which attribute of them; without it, the object as a whole. */
  readonly attribute?: string | RegExp;
  /** Only objects of which this is true, as they were before (as they are, where they are new). */
  readonly where?: (object: JsonObject) => boolean;
  readonly becomes: Rewrite;
}

/** What stands for "not there". */
export type Value = Json | undefined;

/**
 * What the upgrade makes of a value: the same value again where its precondition is not met. `target` is what is there now: a rewrite
 * looks at it only where it may do its work in more than one way.
 */
export type Rewrite = (before: Value, target: Value, place: Place) => Value;

/** Where a value stands. */
export interface Place {
  /** The object by its kind and name. */
  readonly object: string;
  /** The object as a whole, as it was before (as it is, where it is new). */
  readonly whole: JsonObject;
}

export const same = (a: Value, b: Value): boolean => (a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b));

export const isObject = (value: Value): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: Value): value is readonly Json[] => Array.isArray(value);
