import { changeManifest, newestDump, restoreBackups } from './backups.ts';
import { readManifest } from '../postgres/manifest.ts';
import type { Fault } from './fault.ts';

export const backupOfFewerRows: Fault = {
  id: 'backup-of-fewer-rows',
  title: 'The newest backup holds fewer users than were counted when it was taken',
  inject: async (lab) => {
    const dump = await newestDump(lab);
    const { counts } = await readManifest(dump);
    await changeManifest(dump, { counts: { ...counts, user_entity: (counts['user_entity'] ?? 0) + 1 } });
  },
  heal: restoreBackups,
  expect: { suite: 'health', cause: 'backup/COUNT_MISMATCH', exitCode: 1, mayAlso: ['backup/ONLY_ONE'], domains: ['backup/fresh'] },
};
