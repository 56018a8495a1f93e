import type { Fault } from './fault.ts';
import { replaceTroubledPods } from './pod-log.ts';
import { changeStored, realmId } from './realm.ts';

const listener = 'audit-trail';

export const listenerOfNobody: Fault = {
  id: 'listener-of-nobody',
  title: 'The realm tells its events to a listener that the image no longer has',
  inject: (lab, signal) =>
    changeStored(lab, `INSERT INTO realm_events_listeners (realm_id, value) VALUES (${realmId}, $1)`, [listener], signal),
  heal: async (lab, signal) => {
    await changeStored(lab, `DELETE FROM realm_events_listeners WHERE realm_id = ${realmId} AND value = $1`, [listener], signal);
    await replaceTroubledPods(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/PROVIDER_MISSING',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/providers-present'],
  },
};
