import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, ofClient, proxyPage } from './proxy-rule.ts';

export const requestBlocked: Fault = {
  id: 'request-blocked',
  title: 'A firewall takes the gate for a robot, and shows it a page of its own',
  ...inProxy('request-blocked', {
    about: [ofClient(labApplication('front-channel').clientId)],
    does: { kind: 'answer', status: 403, page: proxyPage('Request blocked') },
  }),
  expect: { suite: 'post-deploy', cause: 'login/WAF_BLOCKED', exitCode: 3, mayAlso: [], domains: [journeyOf('front-channel')] },
};
