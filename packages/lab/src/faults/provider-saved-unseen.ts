import { identityProviderAlias } from '../applications/catalogue.ts';
import { brokerClientId, clientSecret } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { forgetAdministrators, setIdentityProviderSecret } from './realm.ts';

export const providerSavedUnseen: Fault = {
  id: 'provider-saved-unseen',
  title: 'Somebody entered another secret for the other identity provider, and nothing that can be read changed',
  inject: (lab, signal) => setIdentityProviderSecret(lab, identityProviderAlias, 'another secret', signal),
  heal: async (lab, signal) => {
    await setIdentityProviderSecret(lab, identityProviderAlias, clientSecret(lab.state.secrets, brokerClientId), signal);
    await forgetAdministrators(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/SECRET_PERHAPS_CHANGED',
    exitCode: 0,
    mayAlso: [],
    domains: ['keycloak-config/as-released'],
  },
};
