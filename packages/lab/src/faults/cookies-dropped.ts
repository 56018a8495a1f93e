import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, ofClient } from './proxy-rule.ts';

export const cookiesDropped: Fault = {
  id: 'cookies-dropped',
  title: "A proxy lets none of Keycloak's cookies through",
  ...inProxy('cookies-dropped', {
    about: [ofClient(labApplication('themed').clientId)],
    does: { kind: 'drop-cookies', names: ['AUTH_SESSION_ID', 'KC_AUTH_SESSION_HASH', 'KC_RESTART'] },
  }),
  expect: { suite: 'post-deploy', cause: 'login/COOKIE_NOT_FOUND', exitCode: 1, mayAlso: [], domains: [journeyOf('themed')] },
};
