import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeClient } from './realm.ts';

export const clientDisabled: Fault = {
  id: 'client-disabled',
  title: "The single-page application's client is disabled",
  inject: (lab, signal) => changeClient(lab, 'lab-single-page', { enabled: false }, signal),
  heal: (lab, signal) => changeClient(lab, 'lab-single-page', { enabled: true }, signal),
  expect: { suite: 'post-deploy', cause: 'login/CLIENT_DISABLED', exitCode: 1, mayAlso: [], domains: [journeyOf('single-page')] },
};
