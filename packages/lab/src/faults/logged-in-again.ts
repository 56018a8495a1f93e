import { identityProviderAlias } from '../applications/catalogue.ts';
import { identityProviderRealmName, issuerOf } from '../realm/index.ts';
import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeIdentityProvider, forgetAdministrators } from './realm.ts';

const { inject, heal } = troubled('brokered', 'comes-back');

export const loggedInAgain: Fault = {
  id: 'logged-in-again',
  title: 'A logout ends on a page for logged-in people, and the session at the other identity provider lets the browser in again',
  inject: async (lab, signal) => {
    await inject(lab, signal);
    await changeIdentityProvider(lab, identityProviderAlias, { logoutUrl: '' }, signal);
  },
  heal: async (lab, signal) => {
    await heal(lab, signal);
    const logoutUrl = `${issuerOf(lab.state.publicUrl, identityProviderRealmName)}/protocol/openid-connect/logout`;
    await changeIdentityProvider(lab, identityProviderAlias, { logoutUrl }, signal);
    await forgetAdministrators(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'login/LOGGED_IN_AGAIN',
    exitCode: 1,
    mayAlso: ['login/LOGOUT_LANDING'],
    domains: [journeyOf('brokered')],
  },
};
