import type { Fault } from './fault.ts';
import { changeClient, hasClient } from './realm.ts';

const clientId = 'lab-slow';
const otherId = 'lab-slow-2';

export const clientRetired: Fault = {
  id: 'client-retired',
  title: 'An application was given a new client, and the environment still names the old one',
  inject: (lab, signal) => changeClient(lab, clientId, { clientId: otherId }, signal),
  heal: async (lab, signal) => {
    if (await hasClient(lab, otherId, signal)) await changeClient(lab, otherId, { clientId }, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'login/APPLICATION_WITHOUT_CLIENT',
    exitCode: 1,
    mayAlso: ['login/CLIENTS_NOT_COVERED'],
    domains: ['login/coverage[lab]'],
  },
};
