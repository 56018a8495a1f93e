import {
  backupFresh,
  configurationReadable,
  configurationWeakPoints,
  discoveryAndKeys,
  disruptionGuarded,
  eventsExplained,
  everyClientCovered,
  nodesSound,
  noErrors,
  podsHealthy,
  providersPresent,
  rightsAsNeeded,
  rolesAsNeeded,
  rollbackPlanDeclared,
  schemaMatchesRunningVersion,
  serviceReachesPods,
  standByConfirmed,
  volumesBound,
  workloadRolledOut,
  tokensReadable,
} from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
import { policy } from '../policy.ts';

/** Before the deploy. What it sees is also what post-deploy and post-rollback compare with. */
export default defineSuite({
  id: 'pre-release',
  title: 'Before the release',
  steps: ({ environment }) => [
    step(policy.preparation.validateChange, [
      workloadRolledOut({ version: 'any' }),
      podsHealthy(),
      eventsExplained(),
      serviceReachesPods(),
      nodesSound(),
      disruptionGuarded(),
      volumesBound(),
      noErrors({ afterDeploy: false }),
      schemaMatchesRunningVersion(),
      ...environment.keycloak.realms.map(discoveryAndKeys),
      ...environment.keycloak.realms.map(everyClientCovered),
      ...environment.keycloak.realms.map(configurationReadable),
      ...environment.keycloak.realms.map(configurationWeakPoints),
      ...environment.keycloak.realms.map(providersPresent),
      ...environment.applications.map(tokensReadable),
      rightsAsNeeded(),
      ...environment.keycloak.realms.map(rolesAsNeeded),
    ]),
    step(policy.preparation.rollbackNeedsRestore, [rollbackPlanDeclared()]),
    step(policy.preparation.validateBackup, [backupFresh()]),
    step(policy.preparation.standByEngineer, [standByConfirmed()]),
  ],
});
