import type { Fault } from './fault.ts';

export const schemaAhead: Fault = {
  id: 'schema-ahead',
  title: 'A newer Keycloak has migrated the database',
  inject: async (lab, signal) => {
    const now = Math.floor(Date.now() / 1000);
    await lab.sql(`INSERT INTO migration_model (id, version, update_time) VALUES ('fault', '26.9.0', $1)`, [now + 1], signal);
  },
  heal: async (lab, signal) => void (await lab.sql(`DELETE FROM migration_model WHERE id = 'fault'`, [], signal)),
  expect: { suite: 'post-deploy', cause: 'database/SCHEMA_AHEAD', exitCode: 1, mayAlso: [], domains: ['database'] },
};
