import { Environment } from '@keycloak-release-gate/core';
import { expect, it } from 'vitest';
import { journey } from './journey-look.ts';

const secret = { secret: 'variable', name: 'GATE_SECRET' } as const;
const entry = (id: string, url?: string, more: object = {}) => ({
  id,
  realm: 'main',
  clientId: id,
  user: 'robin',
  ...(url === undefined ? {} : { url }),
  login: { kind: 'browser', loggedIn: '#me', logout: { open: '/logout' }, ...more },
});
const environment = Environment.parse({
  id: 'one',
  title: 'One',
  keycloak: { publicUrl: 'https://sso.example/auth', adminUrl: 'http://10.0.0.7:8080', realms: ['main'] },
  gate: { admin: { realm: 'main', clientId: 'gate', secret } },
  users: { robin: { username: 'Test-Robin', password: secret } },
  applications: [
    entry('portal', 'https://Apps.example/portal'),
    entry('wiki', 'https://apps.example:443/wiki'),
    entry('other-port', 'http://apps.example:8080'),
    entry('account', 'https://sso.example/auth/realms/main/account'),
    entry('nowhere'),
    entry('hub', 'https://hub.example', { singleLogout: { applications: ['portal', 'wiki', 'other-port'] } }),
  ],
});

it.each([
  ['portal', ['host/apps.example:2']],
  ['wiki', ['host/apps.example:2']],
  ['other-port', ['host/apps.example:8080:2']],
  ['account', []],
  ['nowhere', []],
  ['hub', ['host/apps.example:2', 'host/apps.example:8080:2', 'host/hub.example:2']],
])('the journey of "%s" takes a slot of two at each host of applications that it logs in at', (id, hosts) => {
  const run = { suite: 'health', environment };
  const application = environment.applications.find((each) => each.id === id) ?? expect.fail(id);
  const params = journey.params(run, application);
  expect(params).toEqual({ application: id, user: 'robin', account: 'test-robin' });
  expect([...journey.uses(params, run)].toSorted()).toEqual(['browser:4', ...hosts, 'user/test-robin']);
});
