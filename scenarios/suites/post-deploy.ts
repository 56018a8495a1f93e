import {
  assignmentsKept,
  clusterFormed,
  configurationAsReleased,
  configurationNotWeakened,
  discoveryAndKeys,
  disruptionGuarded,
  eventsExplained,
  everyClientCovered,
  loginAndLogout,
  migrationUndisturbed,
  nodesSound,
  noErrors,
  podsHealthy,
  podsRestartedSinceDeploy,
  providersKept,
  providersPresent,
  schemaMatchesVersion,
  serverStarted,
  serviceReachesPods,
  serviceToken,
  volumesBound,
  workloadRolledOut,
  tokensKept,
} from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { browserApplications, serviceApplications } from '../organisation/applications.ts';
import { policy } from '../policy.ts';

export default defineSuite({
  id: 'post-deploy',
  title: 'After the Deploy action',
  steps: ({ environment }) => [
    step(policy.upgrade.podsRestart, [
      workloadRolledOut(),
      podsRestartedSinceDeploy(),
      serviceReachesPods(),
      serverStarted(),
      migrationUndisturbed(),
      clusterFormed(),
    ]),
    step(policy.upgrade.schemaUpdate, [schemaMatchesVersion()]),
    step(policy.upgrade.adminConfiguration, [
      ...environment.keycloak.realms.map(configurationAsReleased),
      ...environment.keycloak.realms.map(configurationNotWeakened),
      ...environment.keycloak.realms.map(assignmentsKept),
      providersKept(),
      ...environment.keycloak.realms.map(providersPresent),
      ...environment.applications.map(tokensKept),
    ]),
    step(policy.upgrade.validate, [
      podsHealthy(),
      eventsExplained(),
      nodesSound(),
      disruptionGuarded(),
      volumesBound(),
      noErrors(),
      ...environment.keycloak.realms.map(discoveryAndKeys),
      ...environment.keycloak.realms.map(everyClientCovered),
      ...browserApplications(environment).map(loginAndLogout),
      ...serviceApplications(environment).map(serviceToken),
    ]),
  ],
});
