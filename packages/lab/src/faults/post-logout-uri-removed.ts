import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { addressOf, changeClient } from './realm.ts';

const attribute = 'post.logout.redirect.uris';

export const postLogoutUriRemoved: Fault = {
  id: 'post-logout-uri-removed',
  title: "The address after the logout was taken from the client's list",
  inject: (lab, signal) =>
    changeClient(lab, 'lab-consent', { attributes: { [attribute]: 'https://somewhere.example/signed-out' } }, signal),
  heal: (lab, signal) =>
    changeClient(lab, 'lab-consent', { attributes: { [attribute]: `${addressOf(lab, 'consent')}/signed-out` } }, signal),
  expect: { suite: 'post-deploy', cause: 'login/POST_LOGOUT_URI', exitCode: 1, mayAlso: [], domains: [journeyOf('consent')] },
};
