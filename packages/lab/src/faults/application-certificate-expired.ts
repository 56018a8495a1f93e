import { troubled } from './application-trouble.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const applicationCertificateExpired: Fault = {
  id: 'application-certificate-expired',
  title: 'The certificate of an application has expired',
  ...troubled('themed', 'certificate-expired'),
  expect: { suite: 'post-deploy', cause: 'login/TLS', exitCode: 1, mayAlso: [], domains: [journeyOf('themed')] },
};
