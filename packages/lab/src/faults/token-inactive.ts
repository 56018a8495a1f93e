import type { Fault } from './fault.ts';
import { changeClient } from './realm.ts';

const clientId = 'lab-service';
const hour = 3_600;

export const tokenInactive: Fault = {
  id: 'token-inactive',
  title: "Somebody revoked the back-end's tokens up to an hour from now: the clock of their machine is ahead",
  inject: (lab, signal) => changeClient(lab, clientId, { notBefore: Math.floor(Date.now() / 1000) + hour }, signal),
  heal: (lab, signal) => changeClient(lab, clientId, { notBefore: 0 }, signal),
  expect: { suite: 'post-deploy', cause: 'oidc/TOKEN_INACTIVE', exitCode: 1, mayAlso: [], domains: ['oidc/service-token[service]'] },
};
