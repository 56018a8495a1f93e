import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { inProxy, proxyPage } from './proxy-rule.ts';

export const sessionFrameBlocked: Fault = {
  id: 'session-frame-blocked',
  title: 'A firewall lets nobody ask how a session is, which is also where Keycloak tells the origins of a client',
  ...inProxy('session-frame-blocked', {
    about: [`/realms/${labRealmName}/protocol/openid-connect/login-status-iframe.html/init`],
    does: { kind: 'answer', status: 403, page: proxyPage('Request blocked') },
  }),
  expect: { suite: 'post-deploy', cause: 'oidc/ORIGIN_UNKNOWN', exitCode: 3, mayAlso: [], domains: ['oidc/web-origin[single-page]'] },
};
