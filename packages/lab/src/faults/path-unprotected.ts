import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const pathUnprotected: Fault = {
  id: 'path-unprotected',
  title: 'A path that was for logged-in people is for everybody',
  ...troubled('totp', 'unprotected'),
  expect: { suite: 'post-deploy', cause: 'login/PATH_NOT_PROTECTED', exitCode: 3, mayAlso: [], domains: [journeyOf('totp')] },
};
