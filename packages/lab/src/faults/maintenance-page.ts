import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, proxyPage } from './proxy-rule.ts';

export const maintenancePage: Fault = {
  id: 'maintenance-page',
  title: 'Somebody left the maintenance page switched on',
  ...inProxy('maintenance-page', {
    about: ['/realms/lab/.well-known/'],
    does: { kind: 'answer', status: 200, page: proxyPage('We will be back soon') },
  }),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/NOT_KEYCLOAK',
    exitCode: 3,
    mayAlso: [],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
