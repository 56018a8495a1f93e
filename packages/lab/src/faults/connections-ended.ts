import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy } from './proxy-rule.ts';

export const connectionsEnded: Fault = {
  id: 'connections-ended',
  title: 'The proxy ends connections without an answer',
  ...inProxy('connections-ended', { about: ['/realms/lab/.well-known/'], does: { kind: 'hang-up' } }),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/NO_ANSWER',
    exitCode: 3,
    mayAlso: [],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
