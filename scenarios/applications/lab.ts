import { defineApplication, secret, variable } from '@keycloak-release-gate/core';

const expressLogin = {
  kind: 'browser',
  loggedIn: '#log-out',
  loggedInAs: { selector: '#user' },
  logout: { click: '#log-out', landsOn: '/signed-out' },
  protectedPath: '/protected',
} as const;

const apacheLogin = {
  kind: 'browser',
  loggedIn: '#log-out',
  loggedInAs: { selector: '#user' },
  logout: { click: '#log-out', landsOn: '/signed-out.html' },
  protectedPath: '/',
} as const;

/** The applications of the lab; each logs in with a test user of its own. */
export const apache = defineApplication({
  id: 'apache',
  title: 'Apache with mod_auth_openidc',
  realm: 'lab',
  clientId: 'lab-apache',
  login: apacheLogin,
  environments: { lab: { url: variable('LAB_APP_APACHE_URL'), user: 'apache-user' } },
});

export const portal = defineApplication({
  id: 'express',
  title: 'express-openid-connect, logout at the provider',
  realm: 'lab',
  clientId: 'lab-express',
  login: { ...expressLogin, start: { click: '#log-in' }, singleLogout: { applications: ['back-channel'], withinSeconds: 10 } },
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
    loggedInAs: { selector: '#user' },
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

export const saml = defineApplication({
  id: 'saml',
  title: 'Apache with mod_auth_mellon, which speaks SAML',
  realm: 'lab',
  clientId: 'https://saml.lab.example/metadata',
  login: apacheLogin,
  environments: { lab: { url: variable('LAB_APP_SAML_URL'), user: 'saml-user' } },
});

/** Its own form has the ids of Keycloak's: the gate types into none but Keycloak's. */
export const ownForm = defineApplication({
  id: 'own-form',
  title: 'An application with a password form of its own beside the button, in German',
  realm: 'lab',
  clientId: 'lab-own-form',
  login: { ...expressLogin, start: { click: '#log-in' }, singleLogout: { applications: ['front-channel'], withinSeconds: 10 } },
  environments: { lab: { url: variable('LAB_APP_OWN_FORM_URL'), user: 'own-form-user' } },
});

export const hops = defineApplication({
  id: 'hops',
  title: 'An application that is a long way off, and whose client id is an address',
  realm: 'lab',
  clientId: 'https://hops.lab.example/application',
  login: { ...expressLogin, loggedIn: '#user' },
  environments: { lab: { url: variable('LAB_APP_HOPS_URL'), user: 'hops-user' } },
});

export const stateless = defineApplication({
  id: 'stateless',
  title: 'An application whose session is wholly in its cookies',
  realm: 'lab',
  clientId: 'lab-stateless',
  login: { ...expressLogin, localSession: 'stateless' },
  environments: { lab: { url: variable('LAB_APP_STATELESS_URL'), user: 'stateless-user' } },
});

export const frontChannel = defineApplication({
  id: 'front-channel',
  title: 'An application that hears of logouts by the front channel',
  realm: 'lab',
  clientId: 'lab-front-channel',
  login: expressLogin,
  environments: { lab: { url: variable('LAB_APP_FRONT_CHANNEL_URL'), user: 'front-channel-user' } },
});

export const backChannel = defineApplication({
  id: 'back-channel',
  title: 'An application that hears of logouts by the back channel',
  realm: 'lab',
  clientId: 'lab-back-channel',
  login: expressLogin,
  environments: { lab: { url: variable('LAB_APP_BACK_CHANNEL_URL'), user: 'back-channel-user' } },
});

export const themed = defineApplication({
  id: 'themed',
  title: "An application with the company's own login page, in Dutch",
  realm: 'lab',
  clientId: 'lab-themed',
  login: expressLogin,
  environments: { lab: { url: variable('LAB_APP_THEMED_URL'), user: 'themed-user' } },
});

export const slow = defineApplication({
  id: 'slow',
  title: 'An application that takes its time, and does not like to let go',
  realm: 'lab',
  clientId: 'lab-slow',
  login: expressLogin,
  environments: { lab: { url: variable('LAB_APP_SLOW_URL'), user: 'slow-user' } },
});

export const usernameFirst = defineApplication({
  id: 'username-first',
  title: 'An application whose users give their name first, in French',
  realm: 'lab',
  clientId: 'lab-username-first',
  login: expressLogin,
  environments: { lab: { url: variable('LAB_APP_USERNAME_FIRST_URL'), user: 'username-first-user' } },
});
