import type { Fault } from './fault.ts';
import { changeClient, clientPath, forgetAdministrators, inRealm } from './realm.ts';

const clientId = 'lab-single-page';

export const clientMadeAnew: Fault = {
  id: 'client-made-anew',
  title: 'Somebody deleted a client and made it again just as it was, with the same id',
  inject: async (lab, signal) => {
    const path = await clientPath(lab, clientId, signal);
    const client = await lab.keycloakAdmin(path, { signal });
    await lab.keycloakAdmin(path, { method: 'DELETE', signal });
    await lab.keycloakAdmin(inRealm('/clients'), { method: 'POST', body: client, signal });
    // Of a client that is made, Keycloak fills in what was not said; empty, it takes it away again.
    await changeClient(lab, clientId, { adminUrl: '', attributes: { 'backchannel.logout.session.required': '' } }, signal);
  },
  // The client is as it was, but for what hung on it: consents and sessions, which nobody in the lab misses.
  heal: forgetAdministrators,
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/RECREATED',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/as-released'],
  },
};
