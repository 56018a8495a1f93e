import { clientSecret } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeClientSecret } from './realm.ts';

const clientId = 'lab-apache';

export const clientSecretChanged: Fault = {
  id: 'client-secret-changed',
  title: "Somebody gave Apache's client a new secret and did not tell Apache",
  inject: (lab, signal) => changeClientSecret(lab, clientId, 'a secret that Apache does not know', signal),
  heal: (lab, signal) => changeClientSecret(lab, clientId, clientSecret(lab.state.secrets, clientId), signal),
  expect: { suite: 'post-deploy', cause: 'login/APP_CALLBACK', exitCode: 1, mayAlso: [], domains: [journeyOf('apache')] },
};
