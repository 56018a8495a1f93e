import { defineApplication, secret, variable } from '@keycloak-release-gate/core';

const expressLogin = {
  kind: 'browser',
  loggedIn: '#log-out',
  logout: { click: '#log-out', landsOn: '/signed-out' },
  protectedPath: '/protected',
} as const;

/** The applications of the lab; each logs in with a test user of its own. */
export const apache = defineApplication({
  id: 'apache',
  title: 'Apache with mod_auth_openidc',
  realm: 'lab',
  clientId: 'lab-apache',
  login: { kind: 'browser', loggedIn: '#log-out', logout: { click: '#log-out', landsOn: '/signed-out.html' }, protectedPath: '/' },
  environments: { lab: { url: variable('LAB_APP_APACHE_URL'), user: 'apache-user' } },
});

export const portal = defineApplication({
  id: 'express',
  title: 'express-openid-connect, logout at the provider',
  realm: 'lab',
  clientId: 'lab-express',
  login: { ...expressLogin, start: { click: '#log-in' } },
  environments: { lab: { url: variable('LAB_APP_EXPRESS_URL'), user: 'express-user' } },
});

export const localLogout = defineApplication({
  id: 'express-local',
  title: 'express-openid-connect, local logout only',
  realm: 'lab',
  clientId: 'lab-express-local',
  login: { ...expressLogin, logout: { ...expressLogin.logout, ends: 'application' } },
  environments: { lab: { url: variable('LAB_APP_EXPRESS_LOCAL_URL'), user: 'express-local-user' } },
});

export const singlePage = defineApplication({
  id: 'single-page',
  title: 'A single-page application with keycloak-js',
  realm: 'lab',
  clientId: 'lab-single-page',
  login: {
    kind: 'browser',
    start: { click: '#log-in' },
    loggedIn: '#log-out',
    logout: { click: '#log-out', landsOn: '/' },
    localSession: 'none',
  },
  environments: { lab: { url: variable('LAB_APP_SINGLE_PAGE_URL'), user: 'single-page-user' } },
});

export const service = defineApplication({
  id: 'service',
  title: 'A back-end with a service account',
  realm: 'lab',
  clientId: 'lab-service',
  login: { kind: 'service', clientSecret: secret.variable('LAB_APP_SERVICE_CLIENT_SECRET') },
  environments: { lab: { url: variable('LAB_APP_SERVICE_URL') } },
});

export const consent = defineApplication({
  id: 'consent',
  title: 'An application that asks for consent',
  realm: 'lab',
  clientId: 'lab-consent',
  login: { ...expressLogin, consent: true },
  environments: { lab: { url: variable('LAB_APP_CONSENT_URL'), user: 'consent-user' } },
});

export const totp = defineApplication({
  id: 'totp',
  title: 'An application whose user has a one-time code',
  realm: 'lab',
  clientId: 'lab-totp',
  login: expressLogin,
  environments: { lab: { url: variable('LAB_APP_TOTP_URL'), user: 'totp-user' } },
});

export const brokered = defineApplication({
  id: 'brokered',
  title: 'An application whose users log in at another identity provider',
  realm: 'lab',
  clientId: 'lab-brokered',
  login: { ...expressLogin, broker: { alias: 'lab-idp', depth: 'login', realm: 'lab-idp' } },
  environments: { lab: { url: variable('LAB_APP_BROKERED_URL'), user: 'brokered-user' } },
});
