import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, ofClient } from './proxy-rule.ts';

export const sessionCookieDropped: Fault = {
  id: 'session-cookie-dropped',
  title: 'A proxy drops the cookie by which Keycloak finds a login that has begun',
  ...inProxy('session-cookie-dropped', {
    about: ['/protocol/openid-connect/auth?', ofClient(labApplication('back-channel').clientId)],
    does: { kind: 'drop-cookies', names: ['AUTH_SESSION_ID', 'KC_AUTH_SESSION_HASH'] },
  }),
  expect: { suite: 'post-deploy', cause: 'login/EXPIRED', exitCode: 1, mayAlso: [], domains: [journeyOf('back-channel')] },
};
