import type { Fault } from './fault.ts';
import { changeOptions, restoreOptions } from './keycloak-options.ts';

export const optionsLeftBehind: Fault = {
  id: 'options-left-behind',
  title: 'After the rollback of the image an option of the release is still in the ConfigMap',
  inject: (lab, signal) => changeOptions(lab, { KC_DB_POOL_MIN_SIZE: '10' }, signal),
  heal: restoreOptions,
  // In a lab that was not rolled back the image is that of the release.
  expect: {
    suite: 'post-rollback',
    cause: 'server-configuration/NOT_AS_BEFORE',
    exitCode: 1,
    mayAlso: ['server-configuration/IMAGE_NOT_AS_BEFORE'],
    domains: ['server-configuration/as-before-release'],
  },
};
