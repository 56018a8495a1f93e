import type { Lab } from '../lab/lab.ts';
import type { Fault } from './fault.ts';
import { changeMapper } from './realm.ts';

const set = (lab: Lab, fullPath: 'true' | 'false', signal: AbortSignal): Promise<void> =>
  changeMapper(lab, 'lab-express-local', 'groups', { 'full.path': fullPath }, signal);

export const claimChanged: Fault = {
  id: 'claim-changed',
  title: 'Groups stand in the tokens of a client by their full path, which its application does not know',
  inject: (lab, signal) => set(lab, 'true', signal),
  heal: (lab, signal) => set(lab, 'false', signal),
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/CLAIM_CHANGED',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/tokens-kept[express-local]'],
  },
};
