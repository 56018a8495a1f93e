import { defineCheck, ifSeen } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { databaseState } from '../database/state.ts';
import { clockFindings } from './against-live.ts';
import { cataloguedBackups } from './sources/catalogue.ts';
import { judgeBackups } from './sources/judge-backups.ts';
import { listedWal } from './sources/judge-wal.ts';
import { backupLimits, limitsOf, walLimits } from './sources/limits.ts';

/** The catalogue of the backups tells of a sound one that is new enough. */
export const cataloguedBackupsFresh = defineCheck({
  id: 'backup/catalogue-fresh',
  title: 'The catalogue of the backups tells of a fresh and sound one',
  why: 'A backup job that fails, or that stopped, is often noticed only when its backup is needed. A row in a catalogue says that one was taken; what is in it, only the backup tells.',
  reads: { seen: cataloguedBackups, live: ifSeen(databaseState) },
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
      findings: [...findings, ...wal.findings, ...clockFindings(live)],
      gaps,
      facts: [...facts, ...wal.facts],
      exhibits,
    };
  },
});
