import type { Environment } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { DatabaseState } from '../../database/state.ts';
import { clockFindings } from '../against-live.ts';
import type { BackupList } from './backup.ts';
import { judgeBackups } from './judge-backups.ts';
import type { JudgedBackups } from './judge-backups.ts';
import { listedWal } from './judge-wal.ts';
import { backupLimits, limitsOf, walLimits } from './limits.ts';

/** What is asked of backups that somebody else lists. */
export const listedLimits = backupLimits.extend({ ...walLimits.shape, database: z.string().optional() });

/** As the environment says it. */
export const listedLimitsOf = (environment: Environment): z.input<typeof listedLimits> => ({
  ...limitsOf(environment),
  ...(environment.database ? { database: environment.database.name } : {}),
});

/** Whether a list tells of a sound backup that is new enough, with the log that belongs to it. Pure. */
export function judgeListed(
  seen: BackupList,
  live: DatabaseState | undefined,
  expected: z.output<typeof listedLimits>,
  now: string,
): JudgedBackups {
  const judged = judgeBackups(seen, expected, now);
  const wal = judged.good ? listedWal(judged.good, expected, seen.source, now) : { findings: [], facts: [] };
  return {
    ...judged,
    findings: [...judged.findings, ...wal.findings, ...clockFindings(live)],
    facts: [...judged.facts, ...wal.facts],
  };
}
