import { labApplication } from '../applications/catalogue.ts';
import { inApplication } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

const { clientId } = labApplication('totp');

export const otherClientConfigured: Fault = {
  id: 'other-client-configured',
  title: "An application was deployed with the settings of another one's client",
  ...inApplication('totp', { clientId: labApplication('consent').clientId }, { clientId }),
  expect: { suite: 'post-deploy', cause: 'login/CLIENT_MISMATCH', exitCode: 1, mayAlso: [], domains: [journeyOf('totp')] },
};
