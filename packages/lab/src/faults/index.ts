import { apiServerHangs } from './api-server-hangs.ts';
import { backupDamaged } from './backup-damaged.ts';
import { backupOfAnotherDatabase } from './backup-of-another-database.ts';
import { backupStale } from './backup-stale.ts';
import { backupTruncated } from './backup-truncated.ts';
import { backupsGone } from './backups-gone.ts';
import { pinnedBackupChanged } from './pinned-backup-changed.ts';
import { strayNode } from './stray-node.ts';
import { schemaBehind } from './schema-behind.ts';
import { configurationLeftBehind } from './configuration-left-behind.ts';
import { applicationKilled } from './application-killed.ts';
import { clientDisabled } from './client-disabled.ts';
import { clientRenamed } from './client-renamed.ts';
import { clientSecretChanged } from './client-secret-changed.ts';
import { clusterSplit } from './cluster-split.ts';
import { configurationChangedByHand } from './configuration-changed-by-hand.ts';
import { consentRequired } from './consent-required.ts';
import { databaseStopped } from './database-stopped.ts';
import { errorsInLog } from './errors-in-log.ts';
import type { Fault } from './fault.ts';
import { frontDoorShut } from './front-door-shut.ts';
import { gateSecretChanged } from './gate-secret-changed.ts';
import { identityProviderSecretWrong } from './identity-provider-secret-wrong.ts';
import { issuerChanged } from './issuer-changed.ts';
import { keycloakConnected } from './keycloak-connected.ts';
import { kubernetesRightRemoved } from './kubernetes-right-removed.ts';
import { localLogoutOnly } from './local-logout-only.ts';
import { logsUnreadable } from './logs-unreadable.ts';
import { migrationLockHeld } from './migration-lock-held.ts';
import { missingSecret } from './missing-secret.ts';
import { missingVolume } from './missing-volume.ts';
import { noNodeForPod } from './no-node-for-pod.ts';
import { notScaledDown } from './not-scaled-down.ts';
import { oneTimeCodeChanged } from './one-time-code-changed.ts';
import { outOfMemory } from './out-of-memory.ts';
import { postLogoutUriRemoved } from './post-logout-uri-removed.ts';
import { realmDisabled } from './realm-disabled.ts';
import { redirectUriRemoved } from './redirect-uri-removed.ts';
import { requiredActionSet } from './required-action-set.ts';
import { schemaAhead } from './schema-ahead.ts';
import { serviceSecretChanged } from './service-secret-changed.ts';
import { undoneDeploy } from './undone-deploy.ts';
import { unknownImage } from './unknown-image.ts';
import { unknownOption } from './unknown-option.ts';
import { userDisabled } from './user-disabled.ts';
import { userLocked } from './user-locked.ts';
import { userPasswordChanged } from './user-password-changed.ts';
import { wrongDatabasePassword } from './wrong-database-password.ts';
import { wrongReadinessProbe } from './wrong-readiness-probe.ts';

export type { Expectation, Fault } from './fault.ts';

/** Everything that can be made to go wrong in the lab. */
export const faults: readonly Fault[] = [
  // The workload
  wrongDatabasePassword,
  unknownImage,
  missingSecret,
  missingVolume,
  noNodeForPod,
  wrongReadinessProbe,
  unknownOption,
  outOfMemory,
  undoneDeploy,
  notScaledDown,
  kubernetesRightRemoved,
  apiServerHangs,
  // Its logs
  errorsInLog,
  logsUnreadable,
  // The database
  schemaAhead,
  schemaBehind,
  migrationLockHeld,
  clusterSplit,
  strayNode,
  keycloakConnected,
  databaseStopped,
  // Its backups
  backupsGone,
  backupStale,
  backupTruncated,
  backupDamaged,
  backupOfAnotherDatabase,
  pinnedBackupChanged,
  // The realm
  issuerChanged,
  realmDisabled,
  frontDoorShut,
  configurationChangedByHand,
  configurationLeftBehind,
  gateSecretChanged,
  // Logins
  clientSecretChanged,
  redirectUriRemoved,
  consentRequired,
  clientDisabled,
  clientRenamed,
  oneTimeCodeChanged,
  identityProviderSecretWrong,
  serviceSecretChanged,
  userPasswordChanged,
  userDisabled,
  userLocked,
  requiredActionSet,
  postLogoutUriRemoved,
  applicationKilled,
  localLogoutOnly,
];
