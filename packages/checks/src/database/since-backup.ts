import { defineCollector, optionalBaseline } from '@keycloak-release-gate/core';
import type { CollectContext, Collected } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { backupDirectory } from '../backup/directory.ts';
import { Pin, pinOf } from '../backup/pin.ts';
import { readDatabase } from './connection.ts';
import { DatedRows, countDatedRows } from './dated-rows.ts';
import { replicaGap } from './replica-gap.ts';
import { databaseState } from './state.ts';

/** What came into the database before and after a backup; null where there is no backup to count from. */
export const SinceBackup = z.object({ backup: Pin, rows: DatedRows }).nullable();
export type SinceBackup = z.infer<typeof SinceBackup>;

/** Before a release: what came since the newest good backup, which a rollback would restore. */
export const sinceNewestBackup = defineCollector({
  id: 'database/since-newest-backup',
  version: 1,
  title: 'What came into the database since the newest good backup',
  vantage: 'cluster',
  evidence: SinceBackup,
  timeout: 60_000,
  reads: { backups: backupDirectory },
  params: () => ({}),
  collect: async (_params, context) => sinceBackup(context, pinOf(context.looks.backups, context.run.environment.database?.name), null),
});

/** In a rollback: what came since the backup that was pinned before the release, and of that, what came before the release. */
export const sincePinnedBackup = defineCollector({
  id: 'database/since-pinned-backup',
  version: 1,
  title: 'What came into the database since the backup that was pinned before the release',
  vantage: 'cluster',
  evidence: SinceBackup,
  timeout: 60_000,
  reads: { backups: optionalBaseline(backupDirectory), before: optionalBaseline(databaseState) },
  params: () => ({}),
  collect: async (_params, context) => {
    const { backups, before } = context.looks;
    const pin = backups && pinOf(backups, context.run.environment.database?.name);
    return sinceBackup(context, pin, before?.server.now ?? null);
  },
});

/** Counts what came since a backup, up to a moment before which it certainly came; without that, up to now. */
const sinceBackup = async (
  context: Pick<CollectContext<unknown>, 'run' | 'secret' | 'signal'>,
  backup: Pin | undefined,
  until: string | null,
): Promise<Collected<SinceBackup>> =>
  backup === undefined
    ? { value: null }
    : readDatabase(context, async (reading) => ({
        value: { backup, rows: await countDatedRows(reading, { takenAt: backup.takenAt, until }) },
        gaps: await replicaGap(reading, 'A replica may be behind: what came last may be missing in it, and is not counted.'),
      }));
