import { gap, gapCodes } from '@keycloak-release-gate/core';
import type { Gap, LookRevision, RecordedLook, Revision } from '@keycloak-release-gate/core';
import { earlierOf } from '../judge/evidence.ts';
import type { Plan, PlannedLook } from '../plan/plan.ts';
import type { TakenLook } from './take-look.ts';

/** What has been seen so far in a run: every revision of every look, and the evidence that judging and collectors read. */
export interface Ledger {
  readonly looks: Readonly<Record<string, RecordedLook>>;
  readonly read: (sha256: string) => unknown;
  keep(look: PlannedLook, taken: TakenLook): void;
  /** `evidence` is the canonical JSON of that revision. */
  keepBaseline(key: string, baseline: { readonly run: string; readonly revision: LookRevision }, evidence: string): void;
  /** `evidence` is the canonical JSON of that revision. */
  keepPrevious(key: string, previous: NonNullable<RecordedLook['previous']>, evidence: string): void;
  /** True where the newest revision has evidence. */
  has(key: string): boolean;
  gapsOf(key: string): Gap[];
  /** What a collector reads, by name, as it was seen. */
  inputsOf(look: PlannedLook): Readonly<Record<string, unknown>>;
  nextRound(): number;
  lastRound(): number;
}

export function createLedger(plan: Plan): Ledger {
  const looks: Record<string, RecordedLook> = {};
  for (const { key, collector, params } of plan.looks.values()) {
    looks[key] = {
      collector: collector.id,
      version: collector.version,
      title: collector.title,
      params: params as RecordedLook['params'],
      settles: collector.settles,
      revisions: [],
    };
  }
  const evidence = new Map<string, string>();
  const newest = new Map<string, unknown>();
  const first = new Map<string, { readonly raw: unknown; readonly whole: boolean }>();
  let round = -1;
  const read = (sha256: string): unknown => {
    const text = evidence.get(sha256);
    if (text === undefined) throw new Error(`the evidence ${sha256} is not in this run`);
    // Anew each time, as from the disk: what one judge does to its evidence, no other sees.
    return JSON.parse(text) as unknown;
  };
  const seenAs = (revision: Revision, key: string): unknown => {
    switch (revision) {
      case 'latest':
        return newest.get(key);
      case 'opening':
        return first.get(key)?.raw;
      case 'baseline': {
        const before = looks[key]?.baseline?.revision.evidence;
        return before === undefined ? undefined : read(before);
      }
      case 'previous':
        return earlierOf(looks[key], read);
    }
  };
  return {
    looks,
    read,
    keep: (look, { revision, raw, recorded }) => {
      looks[look.key]?.revisions.push(revision);
      if (revision.evidence !== undefined && recorded !== undefined) evidence.set(revision.evidence, recorded);
      if (raw === undefined) newest.delete(look.key);
      else newest.set(look.key, raw);
      // As judges read it: the first that was seen whole, else the first that was seen at all.
      const whole = revision.gaps.length === 0;
      const opened = first.get(look.key);
      if (raw !== undefined && (!opened || (whole && !opened.whole))) first.set(look.key, { raw, whole });
    },
    keepBaseline: (key, baseline, seen) => {
      const look = looks[key];
      if (look) looks[key] = { ...look, baseline };
      if (baseline.revision.evidence !== undefined) evidence.set(baseline.revision.evidence, seen);
    },
    keepPrevious: (key, previous, seen) => {
      const look = looks[key];
      if (look) looks[key] = { ...look, previous };
      if (previous.revision.evidence !== undefined) evidence.set(previous.revision.evidence, seen);
    },
    has: (key) => newest.has(key),
    gapsOf: (key) =>
      looks[key]?.revisions.at(-1)?.gaps ?? [
        gap(gapCodes.NOT_COLLECTED, { subject: key, reason: 'What this look builds on was not looked at.' }),
      ],
    inputsOf: (look) =>
      Object.fromEntries(
        Object.entries(look.reads).flatMap(([name, planned]) => {
          const value = seenAs(planned.revision, planned.look);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    nextRound: () => (round += 1),
    lastRound: () => Math.max(0, round),
  };
}
