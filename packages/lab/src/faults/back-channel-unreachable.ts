import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { addressOf, changeClient } from './realm.ts';

const attribute = 'backchannel.logout.url';

export const backChannelUnreachable: Fault = {
  id: 'back-channel-unreachable',
  title: 'Nobody answers at the address where an application hears of logouts',
  // Port 9 is for discarding what comes, and nobody listens on it.
  inject: (lab, signal) =>
    changeClient(lab, 'lab-back-channel', { attributes: { [attribute]: 'http://127.0.0.9:9/backchannel-logout' } }, signal),
  heal: (lab, signal) =>
    changeClient(lab, 'lab-back-channel', { attributes: { [attribute]: `${addressOf(lab, 'back-channel')}/backchannel-logout` } }, signal),
  expect: { suite: 'post-deploy', cause: 'login/SLO_NOT_PROPAGATED', exitCode: 1, mayAlso: [], domains: [journeyOf('express')] },
};
