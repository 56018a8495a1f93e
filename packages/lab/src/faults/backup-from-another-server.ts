import { changeManifest, newestDump, restoreBackups } from './backups.ts';
import type { Fault } from './fault.ts';

export const backupFromAnotherServer: Fault = {
  id: 'backup-from-another-server',
  title: 'The backup job dumps a database of the same name on another server',
  inject: async (lab) => changeManifest(await newestDump(lab), { systemIdentifier: '7000000000000000001' }),
  heal: restoreBackups,
  expect: {
    suite: 'pre-release',
    cause: 'backup/WRONG_SYSTEM_ID',
    exitCode: 1,
    // Where the lab was deployed to since, the newest backup may be of after the release that is being prepared.
    mayAlso: ['backup/WRONG_KEYCLOAK_VERSION'],
    domains: ['backup/fresh'],
  },
};
