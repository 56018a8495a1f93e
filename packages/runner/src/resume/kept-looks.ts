import { databaseState, workload } from '@keycloak-release-gate/checks';
import type { LookRevision, RunRecord } from '@keycloak-release-gate/core';
import { isOfAnotherRun } from '../plan/plan.ts';
import type { Plan, PlannedLook } from '../plan/plan.ts';
import type { Resumable } from './resumable.ts';

/** Milliseconds after which a look is taken again, whatever it saw: what was seen longer ago says little about now. */
const oldest = 15 * 60_000;

/** By what a look is too old to be kept. */
interface Moment {
  readonly now: number;
  readonly ready?: string | undefined;
}

/** A look of the run before that need not be taken again. */
export interface KeptLook {
  readonly look: PlannedLook;
  readonly revision: LookRevision;
  /** Canonical JSON. */
  readonly evidence: string;
  readonly attachments: readonly { readonly of: RunRecord['attachments'][number]; readonly content: Uint8Array }[];
}

/**
 * The looks that are taken over: those that are taken once and saw everything, and of which nothing else speaks. A look that settles, that
 * tells what is looked at (the schema's version), that reads the gate's own files and records, that was taken too long ago or before the
 * newest pod was ready, or that is read by one that is taken again, is taken again; and so is one in which people have pseudonyms, which are of
 * that run alone, and one that reads the record of before.
 * @param at.now milliseconds since 1970
 * @param at.ready when the newest pod that runs now became ready, ISO 8601
 */
export function keptLooks(plan: Plan, from: Resumable, at: Moment): readonly KeptLook[] {
  const kept = new Map<string, KeptLook>();
  for (const look of plan.looks.values()) {
    const found = mayBeKept(look) ? seenWhole(look, from, at) : undefined;
    if (found) kept.set(look.key, found);
  }
  // The order of the plan's looks is one in which they can be taken: going back, what reads a look is known before it.
  for (const look of [...plan.looks.values()].toReversed())
    if (!kept.has(look.key)) for (const read of Object.values(look.reads)) if (!isOfAnotherRun(read.revision)) kept.delete(read.look);
  return [...kept.values()];
}

const tellsTarget = new Set<string>([workload.id, databaseState.id]);

/**
 * Files and records that people and other runs of the gate write while a release is under way: they cost little to read, and no pod tells that
 * they changed.
 */
const readsOwnRecords = (id: string): boolean =>
  /^(?:release|backup)\//.test(id) || ['keycloak-config/promoted-from', 'keycloak-log/baseline'].includes(id);

const mayBeKept = ({ collect, collector, reads }: PlannedLook): boolean =>
  collect &&
  !collector.settles &&
  !collector.personalData &&
  !tellsTarget.has(collector.id) &&
  !readsOwnRecords(collector.id) &&
  Object.values(reads).every(({ revision }) => !isOfAnotherRun(revision));

function seenWhole(look: PlannedLook, { looks, attachments, bytes }: Resumable, { now, ready }: Moment): KeptLook | undefined {
  const revision = looks.get(look.key)?.at(-1);
  if (revision?.evidence === undefined || revision.gaps.length > 0) return undefined;
  const startedAt = Date.parse(revision.startedAt);
  if (now - startedAt > oldest || (ready !== undefined && startedAt < Date.parse(ready))) return undefined;
  const content = bytes(revision.evidence);
  const files = attachments.filter((each) => each.look === look.key).map((of) => ({ of, content: bytes(of.sha256) }));
  const whole = files.flatMap(({ of, content: file }) => (file ? [{ of, content: file }] : []));
  if (!content || whole.length < files.length) return undefined;
  const evidence = Buffer.from(content).toString('utf8');
  return look.collector.evidence.safeParse(JSON.parse(evidence)).success ? { look, revision, evidence, attachments: whole } : undefined;
}
