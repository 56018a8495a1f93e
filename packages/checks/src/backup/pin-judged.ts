import { gap } from '@keycloak-release-gate/core';
import type { Fact, Finding, Gap } from '@keycloak-release-gate/core';
import type { DatabaseState } from '../database/state.ts';
import { liveFindings } from './against-live.ts';
import { ageFindings } from './age-and-size.ts';
import { codes } from './codes.ts';
import { contentsFindings } from './contents-findings.ts';
import type { Dump } from './directory.ts';
import { drillFacts, judgeDrill } from './drill-findings.ts';
import type { Drills } from './drills.ts';
import { telling } from './restorable.ts';

/** What the pinned backup is held against once more, before it is restored. */
export interface PinExpected {
  readonly database?: string | undefined;
  /** The Keycloak version that a rollback goes back to. */
  readonly version?: string | undefined;
  readonly warnAfterHours: number;
  readonly failAfterHours: number;
  readonly timeZone: string;
}

/** The database of before the release, and the drills up to now. */
export interface PinSeen {
  readonly live: DatabaseState | undefined;
  readonly drills: Drills;
}

export interface PinJudged {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly facts: readonly Fact[];
}

/**
 * Whether the pinned backup is fit to be restored. That it was the newest one that could be read does not say so: pre-release may have
 * refused it, or nobody may have restored it on trial.
 */
export function judgePinned(pinned: Dump, { live, drills }: PinSeen, expected: PinExpected): PinJudged {
  const drilled = judgeDrilled(pinned, 'SHA-256', drills, expected);
  const seen = [
    ...contentsFindings(pinned, expected.version),
    ...liveFindings(pinned, live),
    ...(live ? wasOld(pinned, expected, live.server.now) : []),
  ];
  // What reading it has told, restoring it tells again.
  const told = new Set(seen.map(({ code }) => code));
  return { ...drilled, findings: [...seen, ...drilled.findings.filter(({ code }) => !told.has(code))] };
}

/** Its age of before the release is no reason not to restore it: there may be none better. Whoever restores it must know. */
const wasOld = (pinned: Dump, { warnAfterHours, failAfterHours, timeZone }: PinExpected, then: string): Finding[] =>
  ageFindings(pinned, { warnAfterHours, failAfterHours, sameDay: false, timeZone }, then).findings.map((old) => ({
    ...old,
    severity: 'warn',
    message: `Before the release: ${old.message}`,
    remedy:
      'Ask whoever approved the release whether there is a newer backup that holds the old schema; what is lost by restoring this one is counted.',
  }));

/** What the drill of a pinned backup says of it; a gap where nobody has restored it. */
export function judgeDrilled(
  { name, sha256 }: Pick<Dump, 'name' | 'sha256'>,
  known: string,
  { drills }: Drills,
  { database, version }: Pick<PinExpected, 'database' | 'version'>,
): PinJudged {
  const drill = telling(
    drills.filter(({ backup }) => backup.sha256 === sha256),
    { database, version },
  );
  if (drill) {
    const { findings, gaps } = judgeDrill(drill, { database, version });
    return { findings, gaps, facts: drillFacts(drill).filter(({ name: fact }) => asked.has(fact)) };
  }
  const reason = `${name} (${known} ${sha256?.slice(0, 12) ?? 'not known'}…) has not been restored and looked into: nobody knows whether it brings anything back.`;
  return { findings: [], gaps: [gap(codes.DRILL_MISSING, { subject: `backup/${name}`, reason })], facts: [] };
}

/** What whoever restores it asks. */
const asked: ReadonlySet<string> = new Set(['drill', 'measured time to restore', 'measured time to restore, at least']);
