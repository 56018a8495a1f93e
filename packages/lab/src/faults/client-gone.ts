import type { Fault } from './fault.ts';
import { changeClient, hasClient } from './realm.ts';

const clientId = 'lab-totp';
const otherId = 'lab-totp-2';

export const clientGone: Fault = {
  id: 'client-gone',
  title: 'The client whose tokens are looked at has another name',
  inject: (lab, signal) => changeClient(lab, clientId, { clientId: otherId }, signal),
  heal: async (lab, signal) => {
    if (await hasClient(lab, otherId, signal)) await changeClient(lab, otherId, { clientId }, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/CLIENT_GONE',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/tokens-kept[totp]'],
  },
};
