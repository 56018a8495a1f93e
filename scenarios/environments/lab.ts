import { defineEnvironment, secret, variable, variableList } from '@keycloak-release-gate/core';
import {
  apache,
  backChannel,
  brokered,
  consent,
  frontChannel,
  hops,
  localLogout,
  ownForm,
  portal,
  saml,
  service,
  singlePage,
  slow,
  stateless,
  themed,
  totp,
  usernameFirst,
} from '../applications/lab.ts';

const password = (name: string) => secret.variable(`LAB_USER_${name}_PASSWORD`);

/** The lab on this machine. The runner brings it up and sets the variables. */
export default defineEnvironment({
  id: 'lab',
  title: 'The lab: a release environment on this machine',
  startedBy: 'lab',
  keycloak: {
    publicUrl: variable('LAB_PUBLIC_URL'),
    adminUrl: variable('LAB_ADMIN_URL'),
    // None while Keycloak is scaled to zero.
    managementUrls: variableList('LAB_MANAGEMENT_URLS', { optional: true }),
    realms: ['lab'],
    // The theme `lab`, of which no part has the name that Keycloak gives it.
    pages: [
      { page: 'login', when: '#aanmelden', username: '#naam', password: '#wachtwoord', submit: '#inloggen', invalid: '.notice-error' },
    ],
  },
  gate: {
    admin: { realm: 'lab', clientId: 'release-gate', secret: secret.variable('LAB_GATE_CLIENT_SECRET') },
    witness: {
      realm: 'lab',
      clientId: 'release-gate-witness',
      secret: secret.variable('LAB_WITNESS_CLIENT_SECRET'),
      redirectUri: 'http://127.0.0.1/gate-witness',
    },
  },
  kubernetes: {
    server: variable('LAB_KUBERNETES_SERVER'),
    caFile: variable('LAB_KUBERNETES_CA'),
    token: secret.variable('LAB_KUBERNETES_TOKEN'),
    namespace: 'sso',
    workload: { name: 'keycloak' },
  },
  database: {
    host: variable('LAB_DATABASE_HOST'),
    port: variable('LAB_DATABASE_PORT'),
    name: variable('LAB_DATABASE_NAME'),
    user: variable('LAB_DATABASE_USER'),
    password: secret.variable('LAB_DATABASE_PASSWORD'),
    tls: 'off',
  },
  backups: {
    directory: variable('LAB_BACKUP_DIRECTORY'),
    restore: { hosts: [variable('LAB_HOST_NAME')], keycloak: variable('LAB_KEYCLOAK_HOMES') },
  },
  users: {
    'apache-user': { username: 'apache-user', password: password('APACHE_USER') },
    'express-user': { username: 'express-user', password: password('EXPRESS_USER') },
    'express-local-user': { username: 'express-local-user', password: password('EXPRESS_LOCAL_USER') },
    'single-page-user': { username: 'single-page-user', password: password('SINGLE_PAGE_USER') },
    'consent-user': { username: 'consent-user', password: password('CONSENT_USER') },
    'totp-user': { username: 'totp-user', password: password('TOTP_USER'), totp: secret.variable('LAB_USER_TOTP_USER_TOTP') },
    'brokered-user': { username: 'brokered-user', password: password('BROKERED_USER') },
    'saml-user': { username: 'saml-user', password: password('SAML_USER') },
    'own-form-user': { username: 'own-form-user', password: password('OWN_FORM_USER') },
    'hops-user': { username: 'hops-user', password: password('HOPS_USER') },
    'stateless-user': { username: 'stateless-user', password: password('STATELESS_USER') },
    'front-channel-user': { username: 'front-channel-user', password: password('FRONT_CHANNEL_USER') },
    'back-channel-user': { username: 'back-channel-user', password: password('BACK_CHANNEL_USER') },
    'themed-user': { username: 'themed-user', password: password('THEMED_USER') },
    'slow-user': { username: 'slow-user', password: password('SLOW_USER') },
    'username-first-user': { username: 'username-first-user', password: password('USERNAME_FIRST_USER') },
  },
  applications: [
    // What takes longest begins first, so that nothing waits for it alone.
    slow,
    apache,
    portal,
    localLogout,
    singlePage,
    service,
    consent,
    totp,
    brokered,
    saml,
    ownForm,
    hops,
    stateless,
    frontChannel,
    backChannel,
    themed,
    usernameFirst,
  ],
  settle: { every: 500, good: 3, within: 20_000 },
  deadlineSeconds: 180,
});
