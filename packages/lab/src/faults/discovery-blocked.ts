import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, proxyPage } from './proxy-rule.ts';

export const discoveryBlocked: Fault = {
  id: 'discovery-blocked',
  title: 'A firewall before Keycloak blocks the gate',
  ...inProxy('discovery-blocked', {
    about: ['/realms/lab/.well-known/'],
    does: { kind: 'answer', status: 403, page: proxyPage('Request blocked') },
  }),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/BLOCKED',
    exitCode: 3,
    mayAlso: [],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
