import { identityProviderAlias } from '../applications/catalogue.ts';
import { brokerClientId, clientSecret } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { replaceTroubledPods } from './pod-log.ts';
import { forgetAdministrators, setIdentityProviderSecret } from './realm.ts';

export const identityProviderSecretWrong: Fault = {
  id: 'identity-provider-secret-wrong',
  title: 'The realm has a wrong secret for the other identity provider',
  inject: (lab, signal) => setIdentityProviderSecret(lab, identityProviderAlias, 'not the secret', signal),
  heal: async (lab, signal) => {
    await setIdentityProviderSecret(lab, identityProviderAlias, clientSecret(lab.state.secrets, brokerClientId), signal);
    await forgetAdministrators(lab, signal);
    await replaceTroubledPods(lab, signal);
  },
  expect: { suite: 'post-deploy', cause: 'login/IDP_FAIL', exitCode: 1, mayAlso: [], domains: [journeyOf('brokered')] },
};
