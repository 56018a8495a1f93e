import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const frontDoorShut: Fault = {
  id: 'front-door-shut',
  title: 'The balancer answers 503 to everybody',
  inject: async (lab) => void (await lab.control('balancer.mode', { mode: { kind: 'unavailable' } })),
  heal: async (lab) => void (await lab.control('balancer.mode', { mode: { kind: 'normal' } })),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/SERVER_ERROR',
    exitCode: 3,
    mayAlso: [],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
