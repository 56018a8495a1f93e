import { changeDump, newestDump, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const backupTruncated: Fault = {
  id: 'backup-truncated',
  title: 'The newest backup was cut, as by a full disk',
  inject: async (lab) => changeDump(await newestDump(lab), (content) => content.subarray(0, Math.floor(content.length * 0.7))),
  heal: restoreBackups,
  // `pg_restore --list` reads such a file without complaint.
  expect: {
    suite: 'health',
    cause: 'backup/TRUNCATED',
    exitCode: 1,
    mayAlso: ['backup/HASH_MISMATCH', 'backup/ONLY_ONE'],
    domains: ['backup/fresh'],
  },
};
