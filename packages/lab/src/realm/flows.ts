import { labApplications, usernameFirstFlow } from '../applications/catalogue.ts';
import type { AdminRequest } from '../keycloak/admin-api.ts';
import { realmAdmin } from './rich/admin.ts';
import { createFlow } from './rich/create-flows.ts';
import type { RichFlow } from './rich/flows.ts';

/** The alias of the flow that lets nobody in who has a session already; no client uses it but in a fault. */
export const oneSessionFlow = 'lab one session';

/** Flows of realm `lab`, for the clients that have one of their own. */
export const labFlows: readonly RichFlow[] = [
  {
    alias: usernameFirstFlow,
    description: 'The name on one page, the password on the next',
    executions: [
      { authenticator: 'auth-cookie', requirement: 'ALTERNATIVE' },
      {
        flow: `${usernameFirstFlow} forms`,
        requirement: 'ALTERNATIVE',
        executions: [
          { authenticator: 'auth-username-form', requirement: 'REQUIRED' },
          { authenticator: 'auth-password-form', requirement: 'REQUIRED' },
        ],
      },
    ],
  },
  {
    alias: oneSessionFlow,
    description: 'One session a user, and no second one',
    executions: [
      { authenticator: 'auth-cookie', requirement: 'ALTERNATIVE' },
      {
        flow: `${oneSessionFlow} forms`,
        requirement: 'ALTERNATIVE',
        executions: [
          { authenticator: 'auth-username-password-form', requirement: 'REQUIRED' },
          {
            authenticator: 'user-session-limits',
            requirement: 'REQUIRED',
            config: {
              alias: 'one session',
              config: { userRealmLimit: '1', userClientLimit: '0', behavior: 'Deny new session', errorMessage: '' },
            },
          },
        ],
      },
    ],
  },
];

/** Makes the flows in realm `realm`, and gives the clients theirs. A representation of a realm that names any flow is one without the built-in ones. */
export async function createLabFlows(request: AdminRequest, realm: string): Promise<void> {
  const admin = realmAdmin(request, realm);
  for (const flow of labFlows) await createFlow(admin, flow);
  for (const { clientId, flow } of labApplications) {
    if (flow === undefined) continue;
    const { id: browser } = await admin.find('/authentication/flows', 'alias', flow);
    const client = await admin.find('/clients', 'clientId', clientId);
    await admin.put(`/clients/${client.id}`, { ...client, authenticationFlowBindingOverrides: { browser } });
  }
}
