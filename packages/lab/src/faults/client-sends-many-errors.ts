import { askForWrongRedirects } from './failing-logins.ts';
import type { Fault } from './fault.ts';
import { startAfresh } from './workload.ts';

export const clientSendsManyErrors: Fault = {
  id: 'client-sends-many-errors',
  title: 'An application sends everybody who logs in to an address that its client does not have',
  inject: (lab, signal) => askForWrongRedirects(lab, 'lab-express-local', 300, signal),
  // The errors stay in the logs for as long as the pods live.
  heal: startAfresh,
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/USER_ERRORS_MANY',
    exitCode: 0,
    mayAlso: ['keycloak-log/UNKNOWN_WARNING', 'keycloak-log/NEW_WARNING'],
    domains: ['keycloak-log/no-errors'],
  },
};
