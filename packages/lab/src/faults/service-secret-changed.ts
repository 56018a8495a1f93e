import { clientSecret } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { changeClientSecret } from './realm.ts';

const clientId = 'lab-service';

export const serviceSecretChanged: Fault = {
  id: 'service-secret-changed',
  title: "The back-end's service account has another secret",
  inject: (lab, signal) => changeClientSecret(lab, clientId, 'a secret that the back-end does not know', signal),
  heal: (lab, signal) => changeClientSecret(lab, clientId, clientSecret(lab.state.secrets, clientId), signal),
  expect: { suite: 'post-deploy', cause: 'oidc/TOKEN_REFUSED', exitCode: 1, mayAlso: [], domains: ['oidc/service-token[service]'] },
};
