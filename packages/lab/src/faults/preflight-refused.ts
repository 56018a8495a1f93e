import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { inProxy, proxyPage } from './proxy-rule.ts';

export const preflightRefused: Fault = {
  id: 'preflight-refused',
  title: 'The proxy answers the questions that browsers ask beforehand by itself, with a no',
  ...inProxy('preflight-refused', {
    about: [`/realms/${labRealmName}/protocol/openid-connect/token`],
    method: 'OPTIONS',
    does: { kind: 'answer', status: 405, page: proxyPage('405 Not Allowed') },
  }),
  expect: { suite: 'post-deploy', cause: 'oidc/CORS_PREFLIGHT', exitCode: 1, mayAlso: [], domains: ['oidc/web-origin[single-page]'] },
};
