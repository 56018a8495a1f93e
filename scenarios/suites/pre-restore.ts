import {
  lostByRestore,
  pinnedBackupUnchanged,
  noKeycloakSessions,
  onTheCall,
  scaledToZero,
  standByConfirmed,
} from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { policy } from '../policy.ts';

/** Plan B, between taking Keycloak down and restoring the database. */
export default defineSuite({
  id: 'pre-restore',
  title: 'Before the database is restored',
  steps: () => [
    step(policy.rollback.onCall, [onTheCall(), standByConfirmed()]),
    step(policy.rollback.scaleDown, [scaledToZero(), noKeycloakSessions()]),
    step(policy.rollback.restore, [pinnedBackupUnchanged(), lostByRestore()]),
  ],
});
