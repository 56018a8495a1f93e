import { dumps, hideDump, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const onlyOneBackup: Fault = {
  id: 'only-one-backup',
  title: 'All backups but the newest were cleaned up',
  inject: async (lab) => {
    for (const dump of (await dumps(lab)).slice(1)) await hideDump(dump);
  },
  heal: restoreBackups,
  expect: { suite: 'health', cause: 'backup/ONLY_ONE', exitCode: 0, mayAlso: [], domains: ['backup/fresh'] },
};
