import { defineCheck, finding, ifSeen } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { databaseState } from '../database/state.ts';
import type { Backup } from './sources/backup.ts';
import { sourceCodes } from './sources/codes.ts';
import { judgeListed, listedLimits, listedLimitsOf } from './sources/judge-listed.ts';
import { listedBackups } from './sources/list-command.ts';
import type { ListedEvidence } from './sources/list-command.ts';

/** The environment's own command lists a sound backup that is new enough. */
export const listedBackupsFresh = defineCheck({
  id: 'backup/listed-fresh',
  title: "The environment's command lists a fresh and sound backup",
  why: 'Rollback plan B is as good as the newest sound backup; a backup job that fails is often noticed only when it is needed.',
  reads: { seen: listedBackups, live: ifSeen(databaseState) },
  onGaps: 'judge',
  expects: listedLimits,
  expected: ({ environment }) => listedLimitsOf(environment),
  judge: ({ seen, live }, expected, { now }) => {
    const { findings, gaps, facts, exhibits, good } = judgeListed(seen, live, expected, now);
    return { findings: [...foreign(seen, good), ...findings], gaps, facts, exhibits };
  },
});

function foreign({ source, live }: ListedEvidence, good: Backup | undefined): Finding[] {
  const of = good?.systemId ?? null;
  if (!good || of === null || live === null || of === live) return [];
  const message = `${good.id} of ${source} is of the cluster ${of}; Keycloak's database is in the cluster ${live}.`;
  return [finding(sourceCodes.WRONG_SYSTEM_ID, { subject: `backup/${good.id}`, message, expected: live, actual: of })];
}
