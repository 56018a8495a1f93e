import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, proxyPage } from './proxy-rule.ts';

export const revocationSwallowed: Fault = {
  id: 'revocation-swallowed',
  title: 'A firewall drops what it does not know, and says that all is well: no token is revoked any more',
  ...inProxy('revocation-swallowed', {
    about: [`/realms/${labRealmName}/protocol/openid-connect/revoke`],
    does: { kind: 'answer', status: 200, page: proxyPage('OK') },
  }),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/TOKEN_ALIVE',
    exitCode: 1,
    mayAlso: [],
    domains: ['oidc/protocol'],
    blocks: [journeyOf('apache')],
  },
};
