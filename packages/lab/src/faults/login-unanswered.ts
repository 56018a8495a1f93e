import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, ofClient } from './proxy-rule.ts';
import { logOut, usernameOf } from './realm.ts';

const { inject, heal } = inProxy('login-unanswered', {
  about: ['/realms/lab/login-actions/authenticate', ofClient(labApplication('apache').clientId)],
  method: 'POST',
  does: { kind: 'swallow' },
});

export const loginUnanswered: Fault = {
  id: 'login-unanswered',
  title: 'Keycloak lets the user in, and its answer gets lost on the way',
  inject,
  heal: async (lab, signal) => {
    await heal(lab, signal);
    await logOut(lab, usernameOf('apache'), signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'login/SESSION_LEFT',
    exitCode: 3,
    mayAlso: ['login/NET'],
    domains: [journeyOf('apache')],
  },
};
