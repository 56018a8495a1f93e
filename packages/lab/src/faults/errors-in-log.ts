import { labRealmName } from '../realm/index.ts';
import { until } from './condition.ts';
import type { Fault } from './fault.ts';
import { loggedErrors, replaceTroubledPods } from './pod-log.ts';
import { changeStored, realmId } from './realm.ts';

const listener = 'audit-trail';

export const errorsInLog: Fault = {
  id: 'errors-in-log',
  title: 'The realm sends its events to a listener that this image lacks: each event is an error in the log',
  inject: async (lab, signal) => {
    await changeStored(lab, `INSERT INTO realm_events_listeners (realm_id, value) VALUES (${realmId}, $1)`, [listener], signal);
    await until(
      'Keycloak logs an error',
      async () => {
        // A login that fails is an event.
        const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'lab-service', client_secret: 'not the secret' });
        const answer = await fetch(`${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect/token`, {
          method: 'POST',
          body,
          signal,
        });
        await answer.body?.cancel();
        return (await loggedErrors(lab, signal)).size > 0;
      },
      signal,
      30_000,
    );
  },
  heal: async (lab, signal) => {
    await changeStored(lab, `DELETE FROM realm_events_listeners WHERE value = $1`, [listener], signal);
    await replaceTroubledPods(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/SERVICE_FAILURE',
    exitCode: 1,
    mayAlso: ['keycloak-config/PROVIDER_MISSING'],
    domains: ['keycloak-log', 'keycloak-config/providers-present'],
  },
};
