import { dumps, flipBit, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const pinnedBackupChanged: Fault = {
  id: 'pinned-backup-changed',
  title: 'The backup that was validated before the release is another file now',
  inject: async (lab) => {
    for (const dump of await dumps(lab)) await flipBit(dump);
  },
  heal: restoreBackups,
  expect: { suite: 'pre-restore', cause: 'backup/PINNED_CHANGED', exitCode: 1, mayAlso: [], domains: ['backup'] },
};
