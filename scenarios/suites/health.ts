import {
  certificateSound,
  backupFresh,
  clusterMembersComplete,
  configurationReadable,
  configurationWeakPoints,
  discoveryAndKeys,
  disruptionGuarded,
  eventsExplained,
  loginAndLogout,
  migrationUndisturbed,
  nodesSound,
  noErrors,
  podsHealthy,
  rightsAsNeeded,
  rolesAsNeeded,
  schemaMatchesRunningVersion,
  serviceReachesPods,
  serviceToken,
  volumesBound,
  workloadRolledOut,
  tokensReadable,
  serverConfigurationReadable,
  webOriginAllowed,
} from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { browserApplications, isEncrypted, serviceApplications, singlePageApplications } from '../organisation/applications.ts';
import { policy } from '../policy.ts';

/** Any ordinary day. Events are gone and the start banner has rotated away: the server and the database say what runs. */
export default defineSuite({
  id: 'health',
  title: 'Any day',
  needsRelease: false,
  steps: ({ environment }) => [
    step(policy.operation.server, [
      workloadRolledOut({ version: 'any' }),
      podsHealthy(),
      eventsExplained(),
      serviceReachesPods(),
      nodesSound(),
      disruptionGuarded(),
      volumesBound(),
      migrationUndisturbed(),
      noErrors(),
      schemaMatchesRunningVersion(),
      clusterMembersComplete(),
      ...environment.keycloak.realms.map(configurationReadable),
      ...environment.keycloak.realms.map(configurationWeakPoints),
      serverConfigurationReadable(),
      rightsAsNeeded(),
      ...environment.keycloak.realms.map(rolesAsNeeded),
    ]),
    step(policy.operation.applications, [
      ...(isEncrypted(environment) ? [certificateSound()] : []),
      ...environment.keycloak.realms.map(discoveryAndKeys),
      ...singlePageApplications(environment).map(webOriginAllowed),
      ...environment.applications.map(tokensReadable),
      ...browserApplications(environment).map(loginAndLogout),
      ...serviceApplications(environment).map(serviceToken),
    ]),
    step(policy.operation.backup, [backupFresh()]),
  ],
});
