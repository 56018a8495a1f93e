import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { inProxy, proxyPage } from './proxy-rule.ts';

export const answeredOnceWithError: Fault = {
  id: 'answered-once-with-error',
  title: 'The proxy has no node for one request, and then it has',
  ...inProxy('answered-once-with-error', {
    about: ['/realms/lab/protocol/saml'],
    times: 1,
    does: { kind: 'answer', status: 503, page: proxyPage('503 Service Unavailable') },
  }),
  // It worked at the second try: told, and never plainly green.
  expect: { suite: 'post-deploy', cause: 'login/FLAKY', exitCode: 0, mayAlso: [], domains: [journeyOf('saml')] },
};
