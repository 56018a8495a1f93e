import type { Fault } from './fault.ts';
import { changeOptions, restoreOptions } from './keycloak-options.ts';

export const configMapEdited: Fault = {
  id: 'config-map-edited',
  title: 'Somebody edited the ConfigMap with the options: the next pod that starts will have them',
  inject: (lab, signal) => changeOptions(lab, { KC_LOG_LEVEL: 'off' }, signal),
  heal: restoreOptions,
  expect: {
    suite: 'post-deploy',
    cause: 'server-configuration/UNEXPECTED_CHANGE',
    exitCode: 1,
    mayAlso: [],
    domains: ['server-configuration/as-released'],
  },
};
