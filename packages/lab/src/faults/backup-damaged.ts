import { flipBit, newestDump, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const backupDamaged: Fault = {
  id: 'backup-damaged',
  title: 'One bit of the newest backup has flipped',
  inject: async (lab) => flipBit(await newestDump(lab)),
  heal: restoreBackups,
  expect: {
    suite: 'health',
    cause: 'backup/HASH_MISMATCH',
    exitCode: 1,
    mayAlso: ['backup/BROKEN', 'backup/ONLY_ONE'],
    domains: ['backup/fresh'],
  },
};
