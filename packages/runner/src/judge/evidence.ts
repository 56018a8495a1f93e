import { canonicalJson, gap, gapCodes } from '@keycloak-release-gate/core';
import type { Earlier, Gap, LookRevision, PlannedCheck, RecordedLook, Revision } from '@keycloak-release-gate/core';

/** Reads the evidence stored under a SHA-256. */
export type ReadEvidence = (sha256: string) => unknown;

export type Looks = Readonly<Record<string, RecordedLook>>;

/** What a collector's look saw last; undefined where there is no such look (of this version, where one is asked for), or it saw nothing. */
export function seenLastBy(looks: Looks, { id, version }: { readonly id: string; readonly version?: number }, read: ReadEvidence): unknown {
  const look = Object.values(looks).find((each) => each.collector === id && (version === undefined || each.version === version));
  const evidence = look?.revisions.findLast((revision) => revision.evidence !== undefined)?.evidence;
  return evidence === undefined ? undefined : read(evidence);
}

/** What a check is given: the evidence by the names under which it reads it, and the gaps in it. */
export interface GatheredEvidence {
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly gaps: readonly Gap[];
  /** Some of what it must read is not there at all, so that it cannot be judged. */
  readonly missing: boolean;
}

/**
 * The evidence of a check as it stood in a round. Only settling looks have rounds: of a look that is taken once, the one
 * revision counts in every round.
 */
export function gatherEvidence(check: Pick<PlannedCheck, 'reads'>, looks: Looks, read: ReadEvidence, round: number): GatheredEvidence {
  const evidence: Record<string, unknown> = {};
  const gaps: Gap[] = [];
  let missing = false;
  for (const [name, { look: key, revision, optional }] of Object.entries(check.reads)) {
    const look = looks[key];
    if (revision === 'previous') {
      // Beside what was found: that there is none, and what was not seen then, is no gap of this run.
      const earlier = earlierOf(look, read);
      if (earlier) evidence[name] = earlier;
      continue;
    }
    const chosen = look && chooseRevision(look, revision, round);
    if (!chosen) {
      if (optional) continue;
      missing = true;
      gaps.push(absent(key, look, revision));
      continue;
    }
    if (!optional || (chosen.evidence !== undefined && revision !== 'latest')) gaps.push(...chosen.gaps);
    if (chosen.evidence === undefined) missing ||= !optional;
    else evidence[name] = read(chosen.evidence);
  }
  // What two revisions of one look lack is told once.
  return { evidence, gaps: [...new Map(gaps.map((item) => [canonicalJson(item), item])).values()], missing };
}

/** The rounds in which the settling looks of a check were taken; empty where it reads none. */
export function roundsOf(check: Pick<PlannedCheck, 'reads'>, looks: Looks): readonly number[] {
  const rounds = Object.values(check.reads)
    .filter((planned) => planned.revision === 'latest' && looks[planned.look]?.settles)
    .flatMap((planned) => looks[planned.look]?.revisions.map((revision) => revision.round) ?? []);
  return [...new Set(rounds)].toSorted((a, b) => a - b);
}

/** What the look saw in an earlier run, where the record holds that. */
export function earlierOf(look: RecordedLook | undefined, read: ReadEvidence): Earlier<unknown> | undefined {
  if (look?.previous?.revision.evidence === undefined) return undefined;
  const { run, suite, revision } = look.previous;
  return { run, suite, at: revision.startedAt, evidence: read(look.previous.revision.evidence) };
}

function chooseRevision(look: RecordedLook, which: Exclude<Revision, 'previous'>, round: number): LookRevision | undefined {
  switch (which) {
    case 'opening':
      return openingOf(look.revisions);
    case 'baseline':
      return look.baseline?.revision;
    case 'latest':
      return look.settles ? look.revisions.findLast((revision) => revision.round <= round) : look.revisions.at(-1);
  }
}

/** The first that was seen whole, else the first that was seen at all: a hiccup at the very beginning is no state. */
function openingOf(revisions: RecordedLook['revisions']): LookRevision | undefined {
  const seen = revisions.filter((each) => each.evidence !== undefined);
  return seen.find((each) => each.gaps.length === 0) ?? seen[0] ?? revisions[0];
}

function absent(key: string, look: RecordedLook | undefined, which: string): Gap {
  return which === 'baseline'
    ? gap(gapCodes.BASELINE_MISSING, { subject: key, reason: 'No record from before the release holds this look.' })
    : gap(gapCodes.NOT_COLLECTED, { subject: key, reason: look ? 'The run ended before it was looked at.' : 'It was never planned.' });
}
