import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy } from './proxy-rule.ts';

export const authorizationDropped: Fault = {
  id: 'authorization-dropped',
  title: 'A proxy takes the Authorization header from what it sends on',
  ...inProxy('authorization-dropped', {
    about: [`/realms/${labRealmName}/protocol/openid-connect/userinfo`],
    does: { kind: 'drop-header', name: 'authorization' },
  }),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/USERINFO',
    exitCode: 1,
    mayAlso: [],
    domains: ['oidc/protocol'],
    blocks: [journeyOf('apache')],
  },
};
