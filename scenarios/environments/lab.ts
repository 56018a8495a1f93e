import { defineEnvironment, secret, variable, variableList } from '@keycloak-release-gate/core';
import { apache, brokered, consent, localLogout, portal, service, singlePage, totp } from '../applications/lab.ts';

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
  backups: { directory: variable('LAB_BACKUP_DIRECTORY') },
  users: {
    'apache-user': { username: 'apache-user', password: password('APACHE_USER') },
    'express-user': { username: 'express-user', password: password('EXPRESS_USER') },
    'express-local-user': { username: 'express-local-user', password: password('EXPRESS_LOCAL_USER') },
    'single-page-user': { username: 'single-page-user', password: password('SINGLE_PAGE_USER') },
    'consent-user': { username: 'consent-user', password: password('CONSENT_USER') },
    'totp-user': { username: 'totp-user', password: password('TOTP_USER'), totp: secret.variable('LAB_USER_TOTP_USER_TOTP') },
    'brokered-user': { username: 'brokered-user', password: password('BROKERED_USER') },
  },
  applications: [apache, portal, localLogout, singlePage, service, consent, totp, brokered],
  settle: { every: 500, good: 3, within: 20_000 },
  deadlineSeconds: 180,
});
