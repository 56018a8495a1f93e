import {
  assignmentsKept,
  certificateSound,
  clusterFormed,
  configurationAsBeforeRelease,
  discoveryAndKeys,
  disruptionGuarded,
  eventsExplained,
  loginAndLogout,
  migrationUndisturbed,
  nodesSound,
  noErrors,
  podsHealthy,
  podsRestartedSinceDeploy,
  providersKept,
  schemaAsBeforeRelease,
  schemaMatchesVersion,
  serverStarted,
  serviceReachesPods,
  serviceToken,
  volumesBound,
  workloadRolledOut,
  tokensKept,
  serverConfigurationAsBeforeRelease,
  webOriginAllowed,
} from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { browserApplications, isEncrypted, serviceApplications, singlePageApplications } from '../organisation/applications.ts';
import { policy } from '../policy.ts';

/** After plan A or plan B: everything is as it was before the release. */
export default defineSuite({
  id: 'post-rollback',
  title: 'After a rollback',
  steps: ({ environment }) => [
    step(policy.rollback.redeployOld, [
      workloadRolledOut({ version: 'from' }),
      podsRestartedSinceDeploy(),
      serverConfigurationAsBeforeRelease(),
      serviceReachesPods(),
      serverStarted({ version: 'from' }),
      migrationUndisturbed(),
      clusterFormed(),
      ...environment.keycloak.realms.map((realm) => configurationAsBeforeRelease(realm)),
      providersKept({ rolledBack: true }),
      ...environment.keycloak.realms.map(assignmentsKept),
      ...environment.applications.map((application) => tokensKept(application, { rolledBack: true })),
    ]),
    step(policy.rollback.restore, [schemaMatchesVersion({ version: 'from' }), schemaAsBeforeRelease()]),
    step(policy.rollback.validate, [
      podsHealthy(),
      eventsExplained(),
      nodesSound(),
      disruptionGuarded(),
      volumesBound(),
      noErrors(),
      ...(isEncrypted(environment) ? [certificateSound()] : []),
      ...environment.keycloak.realms.map(discoveryAndKeys),
      ...singlePageApplications(environment).map(webOriginAllowed),
      ...browserApplications(environment).map(loginAndLogout),
      ...serviceApplications(environment).map(serviceToken),
    ]),
  ],
});
