import { keycloakName } from '../manifests/names.ts';
import { closeSessions, openSession } from './database-session.ts';
import type { Fault } from './fault.ts';
import { replaceTroubledPods } from './pod-log.ts';
import { deployFaulty, nameOf, restoreDeployment, untilPod } from './workload.ts';

/** A change that makes an index on a table that nobody uses in the lab, as if it were still to come. */
const change = '26.7.0-issued-ver-credential-vc-id-index';
const table = 'issued_ver_credential';
const pending = `fault:${change}`;
/** Keycloak looks for pending changes only where the database is of an older version than itself. */
const old = '26.6.0';
const newest = '(SELECT id FROM migration_model ORDER BY update_time DESC, id LIMIT 1)';

export const migrationKilledByProbe: Fault = {
  id: 'migration-killed-by-probe',
  title: 'The migration of the database takes longer than the liveness probe allows: it is killed, and begins again',
  inject: async (lab, signal) => {
    await lab.sql(`UPDATE databasechangelog SET id = $1 WHERE id = $2`, [pending, change], signal);
    await lab.sql(`UPDATE migration_model SET id = version, version = $1 WHERE id = ${newest}`, [old], signal);
    await openSession(lab, 'report of the auditors', `LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`, signal);
    // /health waits for the migration, as /health/live did up to 26.5.
    const livenessProbe = { httpGet: { path: '/health' }, periodSeconds: 1, failureThreshold: 3 };
    const pod = await deployFaulty(lab, { spec: { terminationGracePeriodSeconds: 2 }, container: { livenessProbe } }, signal);
    await untilPod(
      lab,
      nameOf(pod),
      'was killed in its migration',
      ({ status }) => status?.containerStatuses?.some(({ name, restartCount }) => name === keycloakName && restartCount > 0) === true,
      signal,
    );
  },
  heal: async (lab, signal) => {
    await restoreDeployment(lab, signal);
    // A migration that lost its Keycloak waits on in the database, and would go on once the lock is free.
    await lab.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%${table}%' AND pid <> pg_backend_pid()`,
      [],
      signal,
    );
    await closeSessions(lab, signal);
    await lab.sql(`UPDATE databasechangelog SET id = $1 WHERE id = $2`, [change, pending], signal);
    await lab.sql(`UPDATE migration_model SET version = id, id = substr(md5(id), 1, 5) WHERE version = $1`, [old], signal);
    await replaceTroubledPods(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/MIGRATION_KILLED_BY_PROBE',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-log/migration-undisturbed'],
  },
};
