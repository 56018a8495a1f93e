import { defineCheck, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { backupDirectory } from './directory.ts';
import { drillFacts, judgeDrill } from './drill-findings.ts';
import type { DrillRecord } from './drill-record.ts';
import { backupDrills } from './drills.ts';
import { dumpsOf, newestGood } from './good-dump.ts';

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
    const { good } = newestGood(dumpsOf(seen, expected.database));
    const subject = `directory/${seen.directory}`;
    if (!good || good.sha256 === null) {
      const reason = 'There is no backup that was read to its end and hashed, so none has been drilled.';
      return { findings: [], gaps: [gap(codes.DRILL_MISSING, { subject, reason })] };
    }
    const drills = tried.drills.filter(({ backup }) => backup.sha256 === good.sha256);
    const drill = telling(drills);
    if (!drill) {
      const others = tried.drills.length > 0 ? ` The newest drill is of ${tried.drills[0]?.backup.name}.` : '';
      const reason = `${good.name} (SHA-256 ${good.sha256.slice(0, 12)}…) has not been restored and looked into${drills.length > 0 ? ': its drill ended at L3' : ''}.${others}`;
      return { findings: [], gaps: [gap(codes.DRILL_MISSING, { subject: `backup/${good.name}`, reason })] };
    }
    const { findings, gaps } = judgeDrill(drill, expected);
    return { findings, gaps, facts: drillFacts(drill) };
  },
});

/** Of the drills of one backup, newest first, the newest that tells: one that was broken off by the machine says nothing, if another one does. */
function telling(drills: readonly DrillRecord[]): DrillRecord | undefined {
  const looked = drills.find(
    ({ failure, level }) => failure?.problem === 'broken' || (failure === null && level !== null && level !== 'L3'),
  );
  return looked ?? drills.find(({ failure }) => failure !== null);
}
