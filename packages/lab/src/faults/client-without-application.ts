import { closedClient } from '../realm/clients.ts';
import type { Fault } from './fault.ts';
import { addClient, removeClient } from './realm.ts';

const clientId = 'lab-unknown';

export const clientWithoutApplication: Fault = {
  id: 'client-without-application',
  title: 'Somebody integrated an application that the gate was not told of',
  inject: (lab, signal) =>
    addClient(
      lab,
      {
        ...closedClient(clientId, 'An application that nobody declared'),
        standardFlowEnabled: true,
        redirectUris: ['https://unknown.example/*'],
      },
      signal,
    ),
  heal: (lab, signal) => removeClient(lab, clientId, signal),
  expect: { suite: 'post-deploy', cause: 'login/CLIENTS_NOT_COVERED', exitCode: 1, mayAlso: [], domains: ['login/coverage[lab]'] },
};
