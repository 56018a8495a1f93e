import type { Fault } from './fault.ts';

/** A version that the lab never runs. */
const old = '25.0.0';
const newest = '(SELECT id FROM migration_model ORDER BY update_time DESC, id LIMIT 1)';

export const schemaBehind: Fault = {
  id: 'schema-behind',
  title: 'The database was restored from an old backup under a running Keycloak',
  inject: async (lab, signal) => {
    await lab.sql(`UPDATE migration_model SET id = version, version = $1 WHERE id = ${newest}`, [old], signal);
  },
  // The version of before stands in the id meanwhile: nothing but it is needed to bring it back.
  heal: async (lab, signal) => {
    await lab.sql(`UPDATE migration_model SET version = id, id = substr(md5(id), 1, 5) WHERE version = $1`, [old], signal);
  },
  expect: {
    suite: 'health',
    cause: 'database/SCHEMA_BEHIND',
    exitCode: 1,
    mayAlso: [],
    domains: ['database/schema-matches-running-version'],
  },
};
