import type { Fault } from './fault.ts';
import { changeRealm } from './realm.ts';

export const issuerChanged: Fault = {
  id: 'issuer-changed',
  title: 'The realm got a frontend URL of its own, so that its issuer is another',
  inject: (lab, signal) => changeRealm(lab, { attributes: { frontendUrl: 'https://other.example' } }, signal),
  heal: (lab, signal) => changeRealm(lab, { attributes: { frontendUrl: '' } }, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/ISSUER_MISMATCH',
    exitCode: 1,
    mayAlso: ['oidc/DISCOVERY_CHANGED'],
    domains: ['oidc/discovery-and-keys'],
  },
};
