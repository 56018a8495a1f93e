import type { Fault } from './fault.ts';
import { selectKeycloak, selectPods } from './keycloak-service.ts';

export const serviceSelectsNothing: Fault = {
  id: 'service-selects-nothing',
  title: 'The Service selects by a label that the pods do not have',
  inject: (lab, signal) => selectPods(lab, { app: 'keycloak-sso' }, signal),
  heal: selectKeycloak,
  expect: {
    suite: 'post-deploy',
    cause: 'kubernetes/SERVICE_SELECTS_NOTHING',
    exitCode: 1,
    mayAlso: ['kubernetes/SERVICE_WITHOUT_ENDPOINTS', 'kubernetes/POD_NOT_IN_SERVICE'],
    domains: ['kubernetes/service-reaches-pods'],
  },
};
