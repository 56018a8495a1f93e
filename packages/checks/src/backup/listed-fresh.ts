import { defineCheck, finding, ifSeen } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { databaseState } from '../database/state.ts';
import { clockFindings } from './against-live.ts';
import type { Backup } from './sources/backup.ts';
import { sourceCodes } from './sources/codes.ts';
import { judgeBackups } from './sources/judge-backups.ts';
import { listedWal } from './sources/judge-wal.ts';
import { backupLimits, limitsOf, walLimits } from './sources/limits.ts';
import { listedBackups } from './sources/list-command.ts';
import type { ListedEvidence } from './sources/list-command.ts';

/** The environment's own command lists a sound backup that is new enough. */
export const listedBackupsFresh = defineCheck({
  id: 'backup/listed-fresh',
  title: "The environment's command lists a fresh and sound backup",
  why: 'Rollback plan B is as good as the newest sound backup; a backup job that fails is often noticed only when it is needed.',
  reads: { seen: listedBackups, live: ifSeen(databaseState) },
  onGaps: 'judge',
  expects: backupLimits.extend({ ...walLimits.shape, database: z.string().optional() }),
  expected: ({ environment }) => ({
    ...limitsOf(environment),
    ...(environment.database ? { database: environment.database.name } : {}),
  }),
  judge: ({ seen, live }, expected, { now }) => {
    const { findings, gaps, facts, exhibits, good } = judgeBackups(seen, expected, now);
    const wal = good ? listedWal(good, expected, seen.source, now) : { findings: [], facts: [] };
    return {
      findings: [...foreign(seen, good), ...findings, ...wal.findings, ...clockFindings(live)],
      gaps,
      facts: [...facts, ...wal.facts],
      exhibits,
    };
  },
});

function foreign({ source, live }: ListedEvidence, good: Backup | undefined): Finding[] {
  const of = good?.systemId ?? null;
  if (!good || of === null || live === null || of === live) return [];
  const message = `${good.id} of ${source} is of the cluster ${of}; Keycloak's database is in the cluster ${live}.`;
  return [finding(sourceCodes.WRONG_SYSTEM_ID, { subject: `backup/${good.id}`, message, expected: live, actual: of })];
}
