import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeClient, hasClient } from './realm.ts';

const clientId = 'lab-consent';
const otherId = 'lab-consent-2';

export const clientRenamed: Fault = {
  id: 'client-renamed',
  title: 'A client was renamed, and its application asks for the old one',
  inject: (lab, signal) => changeClient(lab, clientId, { clientId: otherId }, signal),
  heal: async (lab, signal) => {
    if (await hasClient(lab, otherId, signal)) await changeClient(lab, otherId, { clientId }, signal);
  },
  expect: { suite: 'post-deploy', cause: 'login/CLIENT_MISSING', exitCode: 1, mayAlso: [], domains: [journeyOf('consent')] },
};
