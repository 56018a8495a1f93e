import { ageDump, newestDump, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const backupDatedAhead: Fault = {
  id: 'backup-dated-ahead',
  title: 'The clock of the machine that takes the backups is two hours ahead',
  inject: async (lab) => ageDump(await newestDump(lab), -2),
  heal: restoreBackups,
  expect: { suite: 'health', cause: 'backup/FUTURE_DATED', exitCode: 1, mayAlso: [], domains: ['backup/fresh'] },
};
