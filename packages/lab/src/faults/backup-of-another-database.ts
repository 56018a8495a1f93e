import { rm } from 'node:fs/promises';
import { dumpDatabase } from '../postgres/dump.ts';
import { manifestOf } from '../postgres/manifest.ts';
import { dumps, hideBackups, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const backupOfAnotherDatabase: Fault = {
  id: 'backup-of-another-database',
  title: 'The backup job dumps another database',
  inject: async (lab, signal) => {
    await hideBackups(lab);
    await dumpDatabase(lab.state.database, 'postgres', lab.folder.backups, signal);
  },
  heal: async (lab) => {
    for (const dump of await dumps(lab))
      if (/[/\\]postgres-[^/\\]*$/.test(dump)) for (const file of [dump, manifestOf(dump)]) await rm(file);
    await restoreBackups(lab);
  },
  expect: { suite: 'health', cause: 'backup/WRONG_DATABASE', exitCode: 1, mayAlso: [], domains: ['backup/fresh'] },
};
