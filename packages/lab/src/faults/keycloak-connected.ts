import { closeSessions, openSession } from './database-session.ts';
import type { Fault } from './fault.ts';
import { scaleTo } from './workload.ts';

/** What Java's driver calls itself, and so every Keycloak. */
const application = 'PostgreSQL JDBC Driver';

export const keycloakConnected: Fault = {
  id: 'keycloak-connected',
  title: 'All pods are gone, and some other Keycloak is still connected to the database, beside an engineer',
  inject: async (lab, signal) => {
    await scaleTo(lab, 0, signal);
    await openSession(lab, application, 'SELECT 1', signal);
    await openSession(lab, 'psql', 'SELECT 1', signal);
  },
  heal: async (lab, signal) => {
    await closeSessions(lab, signal);
    await scaleTo(lab, 2, signal);
  },
  expect: {
    suite: 'pre-restore',
    cause: 'database/KEYCLOAK_CONNECTED',
    exitCode: 1,
    mayAlso: ['database/OTHERS_CONNECTED'],
    domains: ['database/no-sessions'],
  },
};
