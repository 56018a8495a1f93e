import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const farewellFails: Fault = {
  id: 'farewell-fails',
  title: 'The page on which a logout ends answers with a server error',
  ...troubled('brokered', 'farewell-fails'),
  expect: { suite: 'post-deploy', cause: 'login/LANDING_ERROR', exitCode: 1, mayAlso: [], domains: [journeyOf('brokered')] },
};
