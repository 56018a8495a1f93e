import { ageDump, dumps, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

/** Hours; the lab's limit is a day. */
const age = 30;

export const backupStale: Fault = {
  id: 'backup-stale',
  title: 'The backup job has not run since the day before yesterday',
  inject: async (lab) => {
    for (const dump of await dumps(lab)) await ageDump(dump, age);
  },
  heal: restoreBackups,
  expect: { suite: 'health', cause: 'backup/STALE', exitCode: 1, mayAlso: [], domains: ['backup/fresh'] },
};
