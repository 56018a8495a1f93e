import type { Json } from '@keycloak-release-gate/core';

/**
 * What happened: `added` was not there, `removed` is gone, `changed` has another value, `moved` the same members in another order,
 * `renamed` the same id under another name (`before` and `after` are the names), `renumbered` other numbers for the same order.
 */
export type DifferenceKind = 'added' | 'removed' | 'changed' | 'moved' | 'renamed' | 'renumbered';

/** One difference: an attribute of an object, or (without an attribute) a whole object. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Its kind and name: `client/portal`. */
  readonly object: string;
  /** The path inside of it: `redirectUris`, `protocolMappers.email.config.claim.name`. */
  readonly attribute?: string;
  readonly before?: Json;
  readonly after?: Json;
  /** What a person should know beside it. */
  readonly note?: string;
}

/** Objects by kind and name, each normalised. */
export type Objects = Readonly<Record<string, Json>>;
