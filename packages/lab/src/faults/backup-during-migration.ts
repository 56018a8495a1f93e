import { databaseName } from '../postgres/database.ts';
import { dumpDatabase } from '../postgres/dump.ts';
import { removeDump, newestDump } from './backups.ts';
import type { Fault } from './fault.ts';

const lock = (isLocked: boolean): string =>
  `UPDATE databasechangeloglock SET locked = ${isLocked}, lockgranted = ${isLocked ? 'now()' : 'NULL'}, lockedby = ${isLocked ? "'a migration'" : 'NULL'} WHERE id = 1`;

export const backupDuringMigration: Fault = {
  id: 'backup-during-migration',
  title: 'The newest backup was taken while a migration held its lock',
  inject: async (lab, signal) => {
    await lab.sql(lock(true), [], signal);
    try {
      await dumpDatabase(lab.state.database, databaseName, lab.folder.backups, signal);
    } finally {
      await lab.sql(lock(false), [], signal);
    }
  },
  heal: async (lab) => removeDump(await newestDump(lab)),
  expect: { suite: 'health', cause: 'backup/LOCK_HELD', exitCode: 1, mayAlso: [], domains: ['backup/fresh'] },
};
