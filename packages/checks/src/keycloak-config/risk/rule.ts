import type { CodeSeverity, Json } from '@keycloak-release-gate/core';
import type { Kind, RealmConfiguration } from '../evidence.ts';

/** The objects of a realm, by kind and name. */
export type Objects = RealmConfiguration['objects'];

/** Something in an object that is weak. */
export interface Spot {
  readonly object: string;
  /** The path inside the object; without it, the object as a whole. */
  readonly attribute?: string;
  /** What is weak there, or (of a list) which of its members. */
  readonly value?: Json;
}

/** Something that became weaker. */
export interface Weakening {
  readonly object: string;
  readonly attribute?: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** What is compared, and how. Both are pure. */
export interface Comparison {
  /** The kinds that it looks at. */
  readonly kinds: readonly Kind[];
  /** What it finds at one object depends on others: all of its kinds have to be known as a whole. */
  readonly follows?: true;
  readonly worse: (before: Objects, after: Objects) => readonly Weakening[];
  /** What is weak by itself, with nothing to compare it with. */
  readonly already: (now: Objects) => readonly Spot[];
}

/** One way in which a configuration becomes weaker. */
export interface Rule extends Comparison {
  /** Permanent: it stands in the subjects of findings, and so in waivers. */
  readonly id: string;
  /** What happened, as a sentence without an end. */
  readonly title: string;
  readonly why: string;
  /** Where the rule comes from: a standard, Keycloak's documentation, the name of the same rule in another rule set. */
  readonly source: string;
  /** What an unannounced change of this kind does to the release. */
  readonly severity: CodeSeverity;
  /** How to undo it, in the words of the admin console. */
  readonly remedy: string;
  /** It is about encryption on the way, which an environment with a plain http address does not have: there it only tells. */
  readonly transport?: true;
}
