import { clientSecret } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { changeClientSecret, clientPath, forgetAdministrators } from './realm.ts';

const clientId = 'lab-express-local';

export const clientSecretRenewed: Fault = {
  id: 'client-secret-renewed',
  title: 'Somebody had the secret of a client made anew, which no comparison of what can be read would show',
  inject: async (lab, signal) =>
    void (await lab.keycloakAdmin(`${await clientPath(lab, clientId, signal)}/client-secret`, { method: 'POST', signal })),
  heal: async (lab, signal) => {
    await changeClientSecret(lab, clientId, clientSecret(lab.state.secrets, clientId), signal);
    await forgetAdministrators(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/SECRET_RENEWED',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/as-released'],
  },
};
