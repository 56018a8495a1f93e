import { Environment, secret } from '@keycloak-release-gate/core';

const anywhere = 'https://sso.example';
const application = { realm: 'each', user: 'each', url: 'https://application.example' };
const login = { kind: 'browser', loggedIn: '#logged-in', logout: { click: '#log-out' } } as const;

/**
 * An environment that has one of each kind of thing that suites ask for, and is production: with it, a suite tells all its checks, whatever
 * the environments of one organisation happen to declare.
 */
export const modelEnvironment = (): Environment =>
  Environment.parse({
    id: 'each',
    title: 'Each environment',
    production: true,
    keycloak: { publicUrl: anywhere, adminUrl: anywhere, realms: ['each'] },
    gate: { admin: { realm: 'each', clientId: 'gate', secret: secret.variable('NOT_ASKED_FOR') } },
    kubernetes: { namespace: 'each', workload: { name: 'keycloak' } },
    backups: {
      directory: '/backups',
      pgbackrest: { stanza: 'each' },
      cloudnativepg: { cluster: 'each' },
      cronJob: { name: 'each' },
      volumeSnapshot: { claim: 'each' },
      catalogue: { table: 'each.each', kind: 'physical', columns: { id: 'each', finishedAt: 'each' } },
      command: ['each'],
    },
    users: { each: { username: 'each', password: secret.variable('NOT_ASKED_FOR') } },
    applications: [
      { id: 'each-browser', clientId: 'each-browser', ...application, login },
      { id: 'each-single-page', clientId: 'each-single-page', ...application, login: { ...login, localSession: 'none' } },
      {
        id: 'each-service',
        realm: 'each',
        clientId: 'each-service',
        login: { kind: 'service', clientSecret: secret.variable('NOT_ASKED_FOR') },
      },
    ],
  });
