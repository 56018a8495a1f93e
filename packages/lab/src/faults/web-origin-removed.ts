import type { Fault } from './fault.ts';
import { addressOf, changeClient } from './realm.ts';

const clientId = 'lab-single-page';

export const webOriginRemoved: Fault = {
  id: 'web-origin-removed',
  title: "Somebody took the single-page application's web origin away",
  inject: (lab, signal) => changeClient(lab, clientId, { webOrigins: ['https://elsewhere.example'] }, signal),
  heal: (lab, signal) => changeClient(lab, clientId, { webOrigins: [addressOf(lab, 'single-page')] }, signal),
  expect: { suite: 'post-deploy', cause: 'oidc/WEB_ORIGIN', exitCode: 1, mayAlso: [], domains: ['oidc/web-origin[single-page]'] },
};
