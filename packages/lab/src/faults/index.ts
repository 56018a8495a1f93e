import { usersUnseen } from './users-unseen.ts';
import { loggedInAgain } from './logged-in-again.ts';
import { loginUnanswered } from './login-unanswered.ts';
import { tokenEndpointInside } from './token-endpoint-inside.ts';
import { logoutEndpointUntold } from './logout-endpoint-untold.ts';
import { serviceAccountsUntold } from './service-accounts-untold.ts';
import { algorithmsUntold } from './algorithms-untold.ts';
import { noSigningKey } from './no-signing-key.ts';
import { revocationSwallowed } from './revocation-swallowed.ts';
import { authorizationDropped } from './authorization-dropped.ts';
import { witnessSecretChanged } from './witness-secret-changed.ts';
import { tokenUnverifiable } from './token-unverifiable.ts';
import { preflightRefused } from './preflight-refused.ts';
import { sessionFrameBlocked } from './session-frame-blocked.ts';
import { clientForBearersOnly } from './client-for-bearers-only.ts';
import { logOutTwice } from './log-out-twice.ts';
import { clientRetired } from './client-retired.ts';
import { securityKeyEnrolled } from './security-key-enrolled.ts';
import { clientMadeAnew } from './client-made-anew.ts';
import { clientSecretRenewed } from './client-secret-renewed.ts';
import { providerSavedUnseen } from './provider-saved-unseen.ts';
import { administratorMade } from './administrator-made.ts';
import { twoOfOneName } from './two-of-one-name.ts';
import { claimGained } from './claim-gained.ts';
import { claimChanged } from './claim-changed.ts';
import { themeOfNobody } from './theme-of-nobody.ts';
import { listenerOfNobody } from './listener-of-nobody.ts';
import { moreGuessesAllowed } from './more-guesses-allowed.ts';
import { sampleUserGone } from './sample-user-gone.ts';
import { clientGone } from './client-gone.ts';
import { gateRobbedOfRole } from './gate-robbed-of-role.ts';
import { apiServerHangs } from './api-server-hangs.ts';
import { backupDamaged } from './backup-damaged.ts';
import { backupDatedAhead } from './backup-dated-ahead.ts';
import { backupDuringMigration } from './backup-during-migration.ts';
import { backupFromAnotherServer } from './backup-from-another-server.ts';
import { backupOfFewerRows } from './backup-of-fewer-rows.ts';
import { backupWithCommands } from './backup-with-commands.ts';
import { onlyOneBackup } from './only-one-backup.ts';
import { backupOfAnotherDatabase } from './backup-of-another-database.ts';
import { backupStale } from './backup-stale.ts';
import { backupTruncated } from './backup-truncated.ts';
import { backupUndrilled } from './backup-undrilled.ts';
import { backupsGone } from './backups-gone.ts';
import { pinnedBackupChanged } from './pinned-backup-changed.ts';
import { strayNode } from './stray-node.ts';
import { schemaBehind } from './schema-behind.ts';
import { configurationLeftBehind } from './configuration-left-behind.ts';
import { applicationKilled } from './application-killed.ts';
import { claimLost } from './claim-lost.ts';
import { clientDisabled } from './client-disabled.ts';
import { clientRenamed } from './client-renamed.ts';
import { clientSecretChanged } from './client-secret-changed.ts';
import { clientWithoutApplication } from './client-without-application.ts';
import { clusterSplit } from './cluster-split.ts';
import { configurationChangedByHand } from './configuration-changed-by-hand.ts';
import { consentRequired } from './consent-required.ts';
import { databaseStopped } from './database-stopped.ts';
import { errorsInLog } from './errors-in-log.ts';
import type { Fault } from './fault.ts';
import { frontDoorShut } from './front-door-shut.ts';
import { gateSecretChanged } from './gate-secret-changed.ts';
import { assignmentsUnreadable } from './assignments-unreadable.ts';
import { groupMadeAnew } from './group-made-anew.ts';
import { readerRoleRemoved } from './reader-role-removed.ts';
import { usersUndated } from './users-undated.ts';
import { credentialsUndated } from './credentials-undated.ts';
import { versionsUnreadable } from './versions-unreadable.ts';
import { databaseRoleTooWide } from './database-role-too-wide.ts';
import { readerRoleTooWide } from './reader-role-too-wide.ts';
import { guessingAllowed } from './guessing-allowed.ts';
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
import { themeLost } from './theme-lost.ts';
import { undoneDeploy } from './undone-deploy.ts';
import { unknownImage } from './unknown-image.ts';
import { unknownOption } from './unknown-option.ts';
import { userDisabled } from './user-disabled.ts';
import { userLocked } from './user-locked.ts';
import { userPasswordChanged } from './user-password-changed.ts';
import { webOriginRemoved } from './web-origin-removed.ts';
import { wrongDatabasePassword } from './wrong-database-password.ts';
import { wrongReadinessProbe } from './wrong-readiness-probe.ts';
import { imageNameInvalid } from './image-name-invalid.ts';
import { imageNeverPulled } from './image-never-pulled.ts';
import { configMapMissing } from './config-map-missing.ts';
import { secretKeyMissing } from './secret-key-missing.ts';
import { rootRefused } from './root-refused.ts';
import { commandNotFound } from './command-not-found.ts';
import { postStartHookFails } from './post-start-hook-fails.ts';
import { initContainerFails } from './init-container-fails.ts';
import { initContainerHangs } from './init-container-hangs.ts';
import { sidecarExits } from './sidecar-exits.ts';
import { sidecarNeverStarts } from './sidecar-never-starts.ts';
import { wrongLivenessProbe } from './wrong-liveness-probe.ts';
import { startupProbeTooShort } from './startup-probe-too-short.ts';
import { processKilled } from './process-killed.ts';
import { evicted } from './evicted.ts';
import { nodeShutDown } from './node-shut-down.ts';
import { podPreempted } from './pod-preempted.ts';
import { podDisrupted } from './pod-disrupted.ts';
import { deadlineExceeded } from './deadline-exceeded.ts';
import { stuckTermination } from './stuck-termination.ts';
import { imageDrift } from './image-drift.ts';
import { quotaRefusesPods } from './quota-refuses-pods.ts';
import { progressDeadlineExceeded } from './progress-deadline-exceeded.ts';
import { schedulingGated } from './scheduling-gated.ts';
import { readinessGateNotMet } from './readiness-gate-not-met.ts';
import { rolloutPaused } from './rollout-paused.ts';
import { eventRightRemoved } from './event-right-removed.ts';
import { logsUnretrievable } from './logs-unretrievable.ts';
import { cookieKept } from './cookie-kept.ts';
import { errorInLayout } from './error-in-layout.ts';
import { farewellFails } from './farewell-fails.ts';
import { pageSpins } from './page-spins.ts';
import { nameReplaced } from './name-replaced.ts';
import { logStreamCut } from './log-stream-cut.ts';
import { logRightRemoved } from './log-right-removed.ts';
import { heapTooSmall } from './heap-too-small.ts';
import { nodeNotReady } from './node-not-ready.ts';
import { nodeUnderPressure } from './node-under-pressure.ts';
import { allOnOneNode } from './all-on-one-node.ts';
import { serviceSelectsNothing } from './service-selects-nothing.ts';
import { serviceWithoutEndpoints } from './service-without-endpoints.ts';
import { noDisruptionAllowed } from './no-disruption-allowed.ts';
import { noDisruptionBudget } from './no-disruption-budget.ts';
import { twoDisruptionBudgets } from './two-disruption-budgets.ts';
import { autoscalerWithoutMetrics } from './autoscaler-without-metrics.ts';
import { volumeClaimUnbound } from './volume-claim-unbound.ts';
import { migrationKilledByProbe } from './migration-killed-by-probe.ts';
import { clientSendsManyErrors } from './client-sends-many-errors.ts';
import { logRotated } from './log-rotated.ts';
import { tagLies } from './tag-lies.ts';
import { keycloakStalls } from './keycloak-stalls.ts';
import { foreignPodServing } from './foreign-pod-serving.ts';
import { rightsTooWide } from './rights-too-wide.ts';
import { serverVariableChanged } from './server-variable-changed.ts';
import { probeLoosened } from './probe-loosened.ts';
import { configMapEdited } from './config-map-edited.ts';
import { ingressChanged } from './ingress-changed.ts';
import { optionsLeftBehind } from './options-left-behind.ts';
import { configMapRightRemoved } from './config-map-right-removed.ts';
import { secretInPlainText } from './secret-in-plain-text.ts';
import { applicationFails } from './application-fails.ts';
import { applicationHangs } from './application-hangs.ts';
import { applicationCertificateExpired } from './application-certificate-expired.ts';
import { applicationOpen } from './application-open.ts';
import { logInRenamed } from './log-in-renamed.ts';
import { sessionsForgotten } from './sessions-forgotten.ts';
import { applicationRedesigned } from './application-redesigned.ts';
import { logOutGone } from './log-out-gone.ts';
import { logoutLandsElsewhere } from './logout-lands-elsewhere.ts';
import { sessionsKept } from './sessions-kept.ts';
import { greetedAfterLogout } from './greeted-after-logout.ts';
import { pathUnprotected } from './path-unprotected.ts';
import { pageReloads } from './page-reloads.ts';
import { pageNeverEnds } from './page-never-ends.ts';
import { logoutHintRemoved } from './logout-hint-removed.ts';
import { logoutHintWrong } from './logout-hint-wrong.ts';
import { logoutLegacy } from './logout-legacy.ts';
import { requestBlocked } from './request-blocked.ts';
import { proxyWithoutNode } from './proxy-without-node.ts';
import { cookiesDropped } from './cookies-dropped.ts';
import { sessionCookieDropped } from './session-cookie-dropped.ts';
import { answeredOnceWithError } from './answered-once-with-error.ts';
import { keycloakNameUnknown } from './keycloak-name-unknown.ts';
import { otherClientConfigured } from './other-client-configured.ts';
import { secondFactorEnrolled } from './second-factor-enrolled.ts';
import { userRenamed } from './user-renamed.ts';
import { sessionsLimited } from './sessions-limited.ts';
import { loginPageRedesigned } from './login-page-redesigned.ts';
import { identityProviderDown } from './identity-provider-down.ts';
import { witnessRefused } from './witness-refused.ts';
import { discoveryBlocked } from './discovery-blocked.ts';
import { maintenancePage } from './maintenance-page.ts';
import { connectionsEnded } from './connections-ended.ts';
import { certificateExpired } from './certificate-expired.ts';
import { realmRenamed } from './realm-renamed.ts';
import { keyImportedTwice } from './key-imported-twice.ts';
import { keysKeptByCache } from './keys-kept-by-cache.ts';
import { tokenInactive } from './token-inactive.ts';
import { backChannelUnreachable } from './back-channel-unreachable.ts';
import { frontChannelUrlWrong } from './front-channel-url-wrong.ts';

export type { Expectation, Fault } from './fault.ts';

/** Everything that can be made to go wrong in the lab. */
export const faults: readonly Fault[] = [
  // The workload
  webOriginRemoved,
  wrongDatabasePassword,
  unknownImage,
  missingSecret,
  missingVolume,
  noNodeForPod,
  wrongReadinessProbe,
  unknownOption,
  outOfMemory,
  undoneDeploy,
  imageNameInvalid,
  imageNeverPulled,
  configMapMissing,
  secretKeyMissing,
  rootRefused,
  commandNotFound,
  postStartHookFails,
  initContainerFails,
  initContainerHangs,
  sidecarExits,
  sidecarNeverStarts,
  wrongLivenessProbe,
  startupProbeTooShort,
  processKilled,
  evicted,
  nodeShutDown,
  podPreempted,
  podDisrupted,
  deadlineExceeded,
  stuckTermination,
  imageDrift,
  quotaRefusesPods,
  progressDeadlineExceeded,
  schedulingGated,
  readinessGateNotMet,
  rolloutPaused,
  notScaledDown,
  // What stands around it
  keycloakStalls,
  foreignPodServing,
  rightsTooWide,
  nodeNotReady,
  nodeUnderPressure,
  allOnOneNode,
  serviceSelectsNothing,
  serviceWithoutEndpoints,
  noDisruptionAllowed,
  noDisruptionBudget,
  twoDisruptionBudgets,
  autoscalerWithoutMetrics,
  volumeClaimUnbound,
  eventRightRemoved,
  kubernetesRightRemoved,
  apiServerHangs,
  // Its own configuration
  serverVariableChanged,
  probeLoosened,
  configMapEdited,
  ingressChanged,
  optionsLeftBehind,
  configMapRightRemoved,
  secretInPlainText,
  // Its logs
  errorsInLog,
  logsUnreadable,
  logsUnretrievable,
  cookieKept,
  errorInLayout,
  farewellFails,
  pageSpins,
  nameReplaced,
  logStreamCut,
  migrationKilledByProbe,
  clientSendsManyErrors,
  logRotated,
  tagLies,
  logRightRemoved,
  heapTooSmall,
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
  backupDatedAhead,
  backupDuringMigration,
  backupFromAnotherServer,
  backupOfFewerRows,
  backupWithCommands,
  onlyOneBackup,
  backupUndrilled,
  backupDamaged,
  backupOfAnotherDatabase,
  pinnedBackupChanged,
  // The realm
  issuerChanged,
  realmDisabled,
  frontDoorShut,
  discoveryBlocked,
  maintenancePage,
  connectionsEnded,
  certificateExpired,
  realmRenamed,
  keyImportedTwice,
  tokenEndpointInside,
  logoutEndpointUntold,
  serviceAccountsUntold,
  algorithmsUntold,
  noSigningKey,
  revocationSwallowed,
  authorizationDropped,
  witnessSecretChanged,
  tokenUnverifiable,
  preflightRefused,
  sessionFrameBlocked,
  clientForBearersOnly,
  logOutTwice,
  clientRetired,
  securityKeyEnrolled,
  usersUnseen,
  keysKeptByCache,
  tokenInactive,
  configurationChangedByHand,
  configurationLeftBehind,
  claimLost,
  groupMadeAnew,
  assignmentsUnreadable,
  gateSecretChanged,
  readerRoleRemoved,
  databaseRoleTooWide,
  versionsUnreadable,
  credentialsUndated,
  usersUndated,
  readerRoleTooWide,
  guessingAllowed,
  themeLost,
  clientMadeAnew,
  clientSecretRenewed,
  providerSavedUnseen,
  administratorMade,
  twoOfOneName,
  claimGained,
  claimChanged,
  themeOfNobody,
  listenerOfNobody,
  moreGuessesAllowed,
  sampleUserGone,
  clientGone,
  gateRobbedOfRole,
  // Logins
  clientSecretChanged,
  clientWithoutApplication,
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
  applicationFails,
  applicationHangs,
  applicationCertificateExpired,
  applicationOpen,
  logInRenamed,
  sessionsForgotten,
  applicationRedesigned,
  logOutGone,
  logoutLandsElsewhere,
  sessionsKept,
  greetedAfterLogout,
  pathUnprotected,
  pageReloads,
  pageNeverEnds,
  backChannelUnreachable,
  frontChannelUrlWrong,
  logoutHintRemoved,
  logoutHintWrong,
  logoutLegacy,
  requestBlocked,
  proxyWithoutNode,
  cookiesDropped,
  sessionCookieDropped,
  answeredOnceWithError,
  keycloakNameUnknown,
  otherClientConfigured,
  secondFactorEnrolled,
  userRenamed,
  loggedInAgain,
  loginUnanswered,
  sessionsLimited,
  loginPageRedesigned,
  identityProviderDown,
  witnessRefused,
];
