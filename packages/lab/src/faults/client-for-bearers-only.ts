import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { labApplication } from '../applications/catalogue.ts';
import { changeClient } from './realm.ts';

const { clientId } = labApplication('hops');

export const clientForBearersOnly: Fault = {
  id: 'client-for-bearers-only',
  title: 'A client was made one that only takes tokens, and its application still sends people to log in',
  inject: (lab, signal) => changeClient(lab, clientId, { bearerOnly: true }, signal),
  heal: (lab, signal) => changeClient(lab, clientId, { bearerOnly: false }, signal),
  expect: { suite: 'post-deploy', cause: 'login/OP_REFUSED', exitCode: 1, mayAlso: [], domains: [journeyOf('hops')] },
};
