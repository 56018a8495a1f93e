import { databaseState, workload } from '@keycloak-release-gate/checks';
import type { LookRevision, RunRecord } from '@keycloak-release-gate/core';
import { isOfAnotherRun } from '../plan/plan.ts';
import type { Plan, PlannedLook } from '../plan/plan.ts';
import type { Resumable } from './resumable.ts';

/** Milliseconds after which a look is taken again, whatever it saw: what was seen longer ago says little about now. */
const oldest = 2 * 3_600_000;

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
 * tells what is looked at (the schema's version), that was taken too long ago, or that is read by one that is taken again, is taken again; and
 * so is one in which people have pseudonyms, which are of that run alone, and one that reads the record of before.
 */
export function keptLooks(plan: Plan, from: Resumable, now: number): readonly KeptLook[] {
  const kept = new Map<string, KeptLook>();
  for (const look of plan.looks.values()) {
    const found = mayBeKept(look) ? seenWhole(look, from, now) : undefined;
    if (found) kept.set(look.key, found);
  }
  // The order of the plan's looks is one in which they can be taken: going back, what reads a look is known before it.
  for (const look of [...plan.looks.values()].toReversed())
    if (!kept.has(look.key)) for (const read of Object.values(look.reads)) if (!isOfAnotherRun(read.revision)) kept.delete(read.look);
  return [...kept.values()];
}

const tellsTarget = new Set<string>([workload.id, databaseState.id]);

const mayBeKept = ({ collect, collector, reads }: PlannedLook): boolean =>
  collect &&
  !collector.settles &&
  !collector.personalData &&
  !tellsTarget.has(collector.id) &&
  Object.values(reads).every(({ revision }) => !isOfAnotherRun(revision));

function seenWhole(look: PlannedLook, { looks, attachments, bytes }: Resumable, now: number): KeptLook | undefined {
  const revision = looks.get(look.key)?.at(-1);
  if (revision?.evidence === undefined || revision.gaps.length > 0 || now - Date.parse(revision.startedAt) > oldest) return undefined;
  const content = bytes(revision.evidence);
  const files = attachments.filter((each) => each.look === look.key).map((of) => ({ of, content: bytes(of.sha256) }));
  const whole = files.flatMap(({ of, content: file }) => (file ? [{ of, content: file }] : []));
  if (!content || whole.length < files.length) return undefined;
  const evidence = Buffer.from(content).toString('utf8');
  return look.collector.evidence.safeParse(JSON.parse(evidence)).success ? { look, revision, evidence, attachments: whole } : undefined;
}
