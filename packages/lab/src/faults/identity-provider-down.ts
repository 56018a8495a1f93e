import { identityProviderAlias } from '../applications/catalogue.ts';
import { identityProviderRealmName, issuerOf } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeIdentityProvider, forgetAdministrators } from './realm.ts';

const path = '/protocol/openid-connect/auth';

export const identityProviderDown: Fault = {
  id: 'identity-provider-down',
  title: "Nobody answers at the other identity provider's address",
  // Port 9 is for discarding what comes, and nobody listens on it.
  inject: (lab, signal) =>
    changeIdentityProvider(
      lab,
      identityProviderAlias,
      { authorizationUrl: `http://127.0.0.9:9/realms/${identityProviderRealmName}${path}` },
      signal,
    ),
  heal: async (lab, signal) => {
    await changeIdentityProvider(
      lab,
      identityProviderAlias,
      { authorizationUrl: `${issuerOf(lab.state.publicUrl, identityProviderRealmName)}${path}` },
      signal,
    );
    // Each time it is saved its secret, which nobody can read, may be another one.
    await forgetAdministrators(lab, signal);
  },
  expect: { suite: 'post-deploy', cause: 'login/IDP_FAIL', exitCode: 1, mayAlso: [], domains: [journeyOf('brokered')] },
};
