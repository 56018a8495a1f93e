import { clientSecret, gateClientId } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { changeClientSecret } from './realm.ts';

export const gateSecretChanged: Fault = {
  id: 'gate-secret-changed',
  title: "The gate's own client has another secret, so that it may not look",
  inject: (lab, signal) => changeClientSecret(lab, gateClientId, 'a secret that the gate does not know', signal),
  heal: (lab, signal) => changeClientSecret(lab, gateClientId, clientSecret(lab.state.secrets, gateClientId), signal),
  expect: { suite: 'health', cause: 'keycloak-config/CREDENTIALS_REFUSED', exitCode: 3, mayAlso: [], domains: ['keycloak-config'] },
};
