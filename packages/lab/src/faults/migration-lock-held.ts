import type { Fault } from './fault.ts';

export const migrationLockHeld: Fault = {
  id: 'migration-lock-held',
  title: 'A pod died while it migrated the database, and left the lock behind',
  inject: async (lab, signal) =>
    void (await lab.sql(
      `UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'keycloak-gone (10.1.2.3)' WHERE id = 1`,
      [],
      signal,
    )),
  heal: async (lab, signal) =>
    void (await lab.sql(`UPDATE databasechangeloglock SET locked = false, lockgranted = NULL, lockedby = NULL WHERE id = 1`, [], signal)),
  expect: { suite: 'post-deploy', cause: 'database/LOCK_HELD', exitCode: 1, mayAlso: [], domains: ['database'] },
};
