import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { addressOf, changeClient } from './realm.ts';

export const redirectUriRemoved: Fault = {
  id: 'redirect-uri-removed',
  title: "The express application's redirect address was taken from its client",
  inject: (lab, signal) => changeClient(lab, 'lab-express', { redirectUris: ['https://somewhere.example/callback'] }, signal),
  heal: (lab, signal) => changeClient(lab, 'lab-express', { redirectUris: [`${addressOf(lab, 'express')}/callback`] }, signal),
  expect: { suite: 'post-deploy', cause: 'login/REDIRECT_URI', exitCode: 1, mayAlso: [], domains: [journeyOf('express')] },
};
