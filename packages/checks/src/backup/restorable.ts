import { defineCheck, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { backupDirectory } from './directory.ts';
import type { BackupDirectory } from './directory.ts';
import { drillFacts, judgeDrill } from './drill-findings.ts';
import type { DrillExpected } from './drill-findings.ts';
import { drillShown } from './drill-shown.ts';
import { drillLevels } from './drill-record.ts';
import type { DrillRecord } from './drill-record.ts';
import { backupDrills } from './drills.ts';
import { dumpsOf, newestGood } from './good-dump.ts';
import { pinnedSet } from './sources/backup-sets.ts';

/** Where the rollback restores a backup, the newest good one has been restored, looked into, and found to be what it claims. */
export const backupRestorable = defineCheck({
  id: 'backup/restorable',
  title: 'The newest backup has been restored, and holds what it should',
  why: 'A backup that nobody has restored is a hope. pg_restore --list, and even reading a dump to its end, pass dumps that no database takes.',
  reads: { seen: backupDirectory, tried: backupDrills },
  onGaps: 'judge',
  expects: z.object({
    database: z.string().optional(),
    /** The Keycloak version that the backup must hold; without it, that of its manifest. */
    version: z.string().optional(),
    withinSeconds: z.number().positive().optional(),
  }),
  expected: ({ environment: { backups, database }, release }) => ({
    ...(database ? { database: database.name } : {}),
    ...(release ? { version: release.keycloak.from } : {}),
    ...(backups?.restore?.withinSeconds === undefined ? {} : { withinSeconds: backups.restore.withinSeconds }),
  }),
  skip: ({ release }) => {
    if (!release) return 'Only a release that is rolled back by restoring a backup needs it.';
    return release.rollback.plan === 'A' ? 'The rollback of this release restores no backup (plan A).' : undefined;
  },
  judge: ({ seen, tried }, expected) => {
    const good = candidate(seen, expected.database);
    const subject = `directory/${seen.directory}`;
    if (!good) {
      const reason = seen.sets
        ? `${seen.sets.source} has no sound backup that is known by more than its name, so none has been drilled.`
        : 'There is no backup that was read to its end and hashed, so none has been drilled.';
      return { findings: [], gaps: [gap(codes.DRILL_MISSING, { subject, reason })] };
    }
    const drills = tried.drills.filter(({ backup }) => backup.sha256 === good.sha256);
    const drill = telling(drills, expected);
    if (!drill) {
      const others = tried.drills.length > 0 ? ` The newest drill is of ${tried.drills[0]?.backup.name}.` : '';
      const reason = `${good.name} (${good.known} ${good.sha256.slice(0, 12)}…) has not been restored and looked into${drills.length > 0 ? ': its drill ended at L3' : ''}.${others}`;
      return { findings: [], gaps: [gap(codes.DRILL_MISSING, { subject: `backup/${good.name}`, reason })] };
    }
    const { findings, gaps } = judgeDrill(drill, expected);
    return { findings, gaps, facts: drillFacts(drill), exhibits: [drillShown(drill, expected.withinSeconds)] };
  },
});

/** The backup that a rollback would restore. */
function candidate(
  seen: BackupDirectory,
  database: string | undefined,
): { readonly name: string; readonly sha256: string; readonly known: string } | undefined {
  const set = seen.sets && pinnedSet(seen.sets);
  if (seen.sets) return set && set.sha256 !== null ? { name: set.id, sha256: set.sha256, known: 'fingerprint' } : undefined;
  const { good } = newestGood(dumpsOf(seen, database));
  return good && good.sha256 !== null ? { name: good.name, sha256: good.sha256, known: 'SHA-256' } : undefined;
}

/**
 * Of the drills of one backup, newest first, the one that tells: the newest failure that no later drill of the same level or a higher one has
 * refuted, or else the newest that looked into it. One that was broken off by the machine says nothing, if another one does.
 */
export function telling(drills: readonly DrillRecord[], expected: DrillExpected): DrillRecord | undefined {
  let passed = 0;
  for (const drill of drills) {
    const { findings, gaps } = judgeDrill(drill, expected);
    const fails = findings.some(({ severity }) => severity === 'fail');
    if (fails && passed < reached(drill)) return drill;
    // One that could not see all that it set out to see refutes nothing.
    if (!fails && gaps.length === 0) passed = Math.max(passed, reached(drill));
  }
  const looked = drills.find(({ failure, level }) => failure === null && level !== null && level !== 'L3');
  return looked ?? drills.find(({ failure }) => failure !== null && failure.problem !== 'broken');
}

/** How far a drill came or tried to come: what it failed at counts, and not what it had done before. */
function reached({ level, failure }: DrillRecord): number {
  const tried = failure ? levelOf[failure.stage] : level;
  return tried === null ? 0 : drillLevels.indexOf(tried) + 1;
}

const levelOf = { fetch: 'L3', server: 'L3', restore: 'L3', index: 'L3', look: 'L4', boot: 'L5' } as const;
