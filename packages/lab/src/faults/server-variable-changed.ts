import type { Fault } from './fault.ts';
import { changeFaulty, restoreDeployment } from './workload.ts';

export const serverVariableChanged: Fault = {
  id: 'server-variable-changed',
  title: 'Somebody set an option of Keycloak by hand (`kubectl set env`), which no release announces',
  inject: (lab, signal) => changeFaulty(lab, { container: { env: [{ name: 'KC_DB_POOL_MAX_SIZE', value: '20' }] } }, signal),
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'server-configuration/UNEXPECTED_CHANGE',
    exitCode: 1,
    mayAlso: [],
    domains: ['server-configuration/as-released'],
  },
};
