import { witnessClientId } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeClient, grantToReader } from './realm.ts';

export const witnessRefused: Fault = {
  id: 'witness-refused',
  title: "The gate's witness is disabled, and the gate may no longer look at users",
  inject: async (lab, signal) => {
    await changeClient(lab, witnessClientId, { enabled: false }, signal);
    await grantToReader(lab, 'view-users', false, signal);
  },
  heal: async (lab, signal) => {
    await grantToReader(lab, 'view-users', true, signal);
    await changeClient(lab, witnessClientId, { enabled: true }, signal);
  },
  expect: { suite: 'post-deploy', cause: 'login/NOT_PROVEN', exitCode: 3, mayAlso: [], domains: [journeyOf('apache')] },
};
