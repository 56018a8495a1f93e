import { clientSecret, witnessClientId } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { changeClientSecret } from './realm.ts';

export const witnessSecretChanged: Fault = {
  id: 'witness-secret-changed',
  title: "The gate's witness has another secret",
  inject: (lab, signal) => changeClientSecret(lab, witnessClientId, 'a secret that the witness does not know', signal),
  heal: (lab, signal) => changeClientSecret(lab, witnessClientId, clientSecret(lab.state.secrets, witnessClientId), signal),
  // Applications do not feel it, and are looked at.
  expect: { suite: 'post-deploy', cause: 'oidc/GATE_CLIENT_REFUSED', exitCode: 0, mayAlso: [], domains: ['oidc/protocol'] },
};
