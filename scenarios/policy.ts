import { definePolicy } from '@keycloak-release-gate/core';

/** The sentences of the "Policy for production releases" (last updated 2023-11-28), in its order. */
export const policy = definePolicy({
  preparation: {
    deployOnTestAndAcc: 'IS4U deploys the change on sso-test.healthdata.be and sso-acc.healthdata.be',
    validateChange: 'IS4U contacts the involved parties and reviews the Keycloak logs to validate the change',
    rollbackNeedsRestore: 'Is restoring a database backup needed for rolling back this change (see Rollback plan)',
    impactAnalysis: 'Impact analysis',
    validateBackup: 'Validate the latest backup of the Keycloak production database',
    standByEngineer: 'Check that an engineer is on stand-by during the upgrade to restore the database if needed (see Rollback plan)',
  },
  upgrade: {
    podsRestart: 'Once the Github action has completed, the Keycloak pods will restart automatically',
    schemaUpdate:
      'If the release involves an upgrade of the Keycloak core version, then the restarted Keycloak pods will also trigger an update of the database schema',
    adminConfiguration: 'If needed, IS4U updates the configuration in the Keycloak admin console',
    validate: 'IS4U validates the release via kubectl describe, kubectl logs and logging in and out to the integrated applications',
  },
  rollback: {
    redeployOld: 'IS4U uses step 2 and 4 of the Upgrade path to redeploy the old Keycloak version or restore the old configuration',
    onCall: 'IS4U gets on a call with the DevOps engineer from step 6 of Preparation',
    scaleDown: 'IS4U takes the Keycloak environment down by reducing the amount of Keycloak pods to 0',
    restore: 'DevOps restores the latest backup of the production Keycloak database',
    validate: 'IS4U validates the release via kubectl describe, kubectl logs and logging in and out to the integrated applications',
  },
  operation: {
    server: 'On any day: Keycloak runs as deployed, on the schema of its version',
    applications: 'On any day: the integrated applications can be logged in to and out of',
    backup: 'On any day: there is a backup to go back to',
  },
});
