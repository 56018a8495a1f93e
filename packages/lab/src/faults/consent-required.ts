import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeClient } from './realm.ts';

export const consentRequired: Fault = {
  id: 'consent-required',
  title: 'A client suddenly asks its users for consent',
  inject: (lab, signal) => changeClient(lab, 'lab-express-local', { consentRequired: true }, signal),
  heal: (lab, signal) => changeClient(lab, 'lab-express-local', { consentRequired: false }, signal),
  expect: { suite: 'post-deploy', cause: 'login/CONSENT', exitCode: 1, mayAlso: [], domains: [journeyOf('express-local')] },
};
