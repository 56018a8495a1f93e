import { hideBackups, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const backupsGone: Fault = {
  id: 'backups-gone',
  title: 'The directory of the backups is empty',
  inject: hideBackups,
  heal: restoreBackups,
  expect: { suite: 'health', cause: 'backup/NONE_FOUND', exitCode: 1, mayAlso: [], domains: ['backup/fresh'] },
};
