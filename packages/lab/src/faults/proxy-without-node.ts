import { labApplication } from '../applications/catalogue.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, ofClient, proxyPage } from './proxy-rule.ts';

export const proxyWithoutNode: Fault = {
  id: 'proxy-without-node',
  title: 'The proxy has no node for some of the logins',
  ...inProxy('proxy-without-node', {
    about: [ofClient(labApplication('username-first').clientId)],
    does: { kind: 'answer', status: 502, page: proxyPage('502 Bad Gateway') },
  }),
  expect: { suite: 'post-deploy', cause: 'login/OP_5XX', exitCode: 3, mayAlso: [], domains: [journeyOf('username-first')] },
};
