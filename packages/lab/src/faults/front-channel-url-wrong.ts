import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { addressOf, changeClient } from './realm.ts';

const attribute = 'frontchannel.logout.url';

export const frontChannelUrlWrong: Fault = {
  id: 'front-channel-url-wrong',
  title: 'The page by which an application hears of logouts is not where the client says',
  inject: (lab, signal) =>
    changeClient(lab, 'lab-front-channel', { attributes: { [attribute]: `${addressOf(lab, 'front-channel')}/logout-listener` } }, signal),
  heal: (lab, signal) =>
    changeClient(
      lab,
      'lab-front-channel',
      { attributes: { [attribute]: `${addressOf(lab, 'front-channel')}/front-channel-logout` } },
      signal,
    ),
  expect: { suite: 'post-deploy', cause: 'login/SLO_NOT_PROPAGATED', exitCode: 1, mayAlso: [], domains: [journeyOf('own-form')] },
};
