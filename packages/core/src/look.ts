import type { AnyCollector, Collector } from './collector.ts';
import { canonicalJson } from './json.ts';
import type { JsonObject } from './json.ts';

/** Which revision of a look is read. */
export type Revision = 'latest' | 'opening' | 'baseline' | 'previous';

/** A look, as a check or collector reads it: the collector itself, or another of its revisions, or one that may be missing. */
export interface RevisionRead<E, Missing = never> {
  readonly kind: 'revision';
  readonly revision: Revision;
  readonly optional: boolean;
  readonly collector: AnyCollector;
  /** Never set: it carries the type of the evidence. */
  readonly evidence?: E | Missing;
}

export type Read = AnyCollector | RevisionRead<unknown, unknown>;
export type Reads = Readonly<Record<string, Read>>;

/** The evidence under each name that is read. */
export type EvidenceOf<R extends Reads> = {
  readonly [K in keyof R]: R[K] extends RevisionRead<infer E, infer M>
    ? E | M
    : R[K] extends { collect(...args: never): Promise<{ readonly value?: infer E }> }
      ? Exclude<E, undefined>
      : never;
};

/** The first revision of the look in this run: what was there when the run began. */
export const opening = <P extends JsonObject, E, S, R extends Reads>(collector: Collector<P, E, S, R>): RevisionRead<E> => ({
  kind: 'revision',
  revision: 'opening',
  optional: false,
  collector,
});

/** The same look in the record of before the release. Without such a record it is a gap. */
export const baseline = <P extends JsonObject, E, S, R extends Reads>(collector: Collector<P, E, S, R>): RevisionRead<E> => ({
  kind: 'revision',
  revision: 'baseline',
  optional: false,
  collector,
});

/** As `baseline`, but undefined where there is no such record. */
export const optionalBaseline = <P extends JsonObject, E, S, R extends Reads>(
  collector: Collector<P, E, S, R>,
): RevisionRead<E, undefined> => ({
  kind: 'revision',
  revision: 'baseline',
  optional: true,
  collector,
});

/**
 * The look itself, but undefined where it saw nothing. What it did not see is no gap of the check: this is something that sharpens a
 * judgement, and those that must read it tell the gap.
 */
export const ifSeen = <P extends JsonObject, E, S, R extends Reads>(collector: Collector<P, E, S, R>): RevisionRead<E, undefined> => ({
  kind: 'revision',
  revision: 'latest',
  optional: true,
  collector,
});

/** What a look saw in an earlier run, and in which. */
export interface Earlier<E> {
  readonly run: string;
  readonly suite: string;
  /** When the look was taken, ISO 8601. */
  readonly at: string;
  readonly evidence: E;
}

/**
 * The same look in the newest earlier run of this environment in which it saw something, whichever suite and release that run was of.
 * Undefined where there is none: it is something to tell beside what was found, and nothing to find it by.
 */
export const previous = <P extends JsonObject, E, S, R extends Reads>(
  collector: Collector<P, E, S, R>,
): RevisionRead<Earlier<E>, undefined> => ({
  kind: 'revision',
  revision: 'previous',
  optional: true,
  collector,
});

export interface PlannedRead {
  readonly collector: AnyCollector;
  readonly revision: Revision;
  readonly optional: boolean;
}

/** A read in one shape, whichever way it was written. */
export function plannedRead(read: Read): PlannedRead {
  return read.kind === 'collector'
    ? { collector: read, revision: 'latest', optional: false }
    : { collector: read.collector, revision: read.revision, optional: read.optional };
}

/** The look's key: one collector with one set of parameters is looked at once, however many checks read it. */
export function lookKey(collector: Pick<AnyCollector, 'id'>, params: JsonObject): string {
  const identity = canonicalJson(params);
  return identity === '{}' ? collector.id : `${collector.id}${identity}`;
}
