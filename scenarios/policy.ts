import {
  confirmedAs,
  definePolicy,
  inReleaseFile,
  introduces,
  notProvable,
  provenBy,
  writtenBy,
  sentence,
} from '@keycloak-release-gate/core';

/**
 * Every sentence of the "Policy for production releases" (last updated 2023-11-28), word for word and in its order; the text itself is
 * in policy.txt. What proves a sentence are the steps of the suites that name it. What else covers it, or why nothing does, stands here.
 * `verify policy` shows both together.
 */
export const policy = definePolicy({
  preparation: {
    inOrder: sentence(
      'Before a new version of sso.healthdata.be can be released, various steps need to be completed in the following order:',
      introduces(
        'preparation/deployOnTestAndAcc',
        'preparation/validateChange',
        'preparation/communicate',
        'preparation/boardApproval',
        'preparation/planned',
        'preparation/ifRestoreNeeded',
      ),
      writtenBy('verify release status', 'each step in this order: done by what evidence, or missing'),
    ),
    deployOnTestAndAcc: sentence(
      'IS4U deploys the change on sso-test.healthdata.be and sso-acc.healthdata.be',
      writtenBy('verify run --suite post-deploy', 'the records of what was deployed on test and acc'),
    ),
    validateChange: sentence(
      'IS4U contacts the involved parties and reviews the Keycloak logs to validate the change',
      confirmedAs('parties contacted'),
      confirmedAs('logs reviewed'),
    ),
    communicate: sentence(
      'IS4U communicates the following to Jason and Jeroen:',
      introduces('preparation/describeChanges', 'preparation/impactAnalysis', 'preparation/rollbackNeedsRestore'),
      writtenBy('verify request', 'one page with all of it, for the release board'),
      // Who approves has got it.
      confirmedAs('board approval'),
    ),
    describeChanges: sentence(
      'Description of the changes in the production release',
      inReleaseFile('description', 'in words, and each change of the configuration in `expectedChanges`'),
      writtenBy('verify request', 'the description'),
    ),
    impactAnalysis: sentence(
      'Impact analysis',
      inReleaseFile('impact', 'in words'),
      writtenBy('verify request', 'whom the announced changes touch, computed'),
    ),
    rollbackNeedsRestore: sentence(
      'Is restoring a database backup needed for rolling back this change (see Rollback plan)',
      writtenBy('verify plan-rollback', 'the plan that the change needs, computed'),
    ),
    boardApproval: sentence(
      'Jason / Jeroen follow the procedures of the release board to request their approval',
      confirmedAs('board approval'),
    ),
    planned: sentence(
      'The release is planned (usually the next Monday after the approval)',
      inReleaseFile('window', 'from when to when the release is planned'),
    ),
    ifRestoreNeeded: sentence(
      'If the rollback plan for this change requires restoring a database backup, then on the day of the production release, Devops performs the following:',
      introduces('preparation/validateBackup', 'preparation/standByEngineer'),
      provenBy('release/rollback-plan-declared'),
    ),
    validateBackup: sentence(
      'Validate the latest backup of the Keycloak production database',
      writtenBy('verify backup drill', 'that the backup could be restored, and in what time'),
    ),
    standByEngineer: sentence(
      'Check that an engineer is on stand-by during the upgrade to restore the database if needed (see Rollback plan)',
      confirmedAs('stand-by engineer'),
    ),
  },
  upgrade: {
    prepareChanges: sentence(
      'IS4U prepares the needed changes on https://github.com/Sciensano-Healthdata/hd-keycloak',
      inReleaseFile('commit', 'the commit that was prepared'),
      // With the commit that the release names, it compares the one that the pods run.
      provenBy('kubernetes/workload-rolled-out'),
    ),
    deployAction:
      'IS4U deploys the change via the Github Action Deploy (see https://docs.healthdata.be/documentation/dc-operations-internal/keycloak-github-actions)',
    podsRestart: 'Once the Github action has completed, the Keycloak pods will restart automatically',
    schemaUpdate:
      'If the release involves an upgrade of the Keycloak core version, then the restarted Keycloak pods will also trigger an update of the database schema',
    adminConfiguration: 'If needed, IS4U updates the configuration in the Keycloak admin console',
    validate: sentence(
      'IS4U validates the release via kubectl describe, kubectl logs and logging in and out to the integrated applications',
      // For an application that nobody may automate the login to.
      confirmedAs('application login'),
    ),
  },
  rollback: {
    unforeseen: sentence(
      'Despite the above precautions, it is always possible that there are unforeseen issues during the production release.',
      notProvable('It says why there are rollback plans. There is nothing in it to prove.'),
    ),
    dependingOnChange: sentence(
      'Depending on the change, one of the rollback plans below can followed:',
      introduces('rollback/planA', 'rollback/planB'),
      provenBy('release/rollback-plan-declared', 'database/executed-plan'),
      confirmedAs('tested inverse'),
    ),
    planA: sentence('Rollback plan A (if restoring database backup is not needed):', introduces('rollback/redeployOld')),
    redeployOld: 'IS4U uses step 2 and 4 of the Upgrade path to redeploy the old Keycloak version or restore the old configuration',
    planB: sentence(
      'Rollback plan B (if restoring database backup is needed) :',
      introduces('rollback/onCall', 'rollback/scaleDown', 'rollback/restore', 'rollback/redeployOldVersion', 'rollback/validate'),
    ),
    onCall: sentence('IS4U gets on a call with the DevOps engineer from step 6 of Preparation', confirmedAs('on the call')),
    scaleDown: 'IS4U takes the Keycloak environment down by reducing the amount of Keycloak pods to 0',
    restore: 'DevOps restores the latest backup of the production Keycloak database',
    redeployOldVersion: 'IS4U uses step 2 of the Upgrade path to redeploy the old Keycloak version',
    validate: sentence(
      'IS4U validates the release via kubectl describe, kubectl logs and logging in and out to the integrated applications',
      confirmedAs('application login'),
    ),
  },
});

/** What the policy does not speak of: any day without a release. */
export const operation = definePolicy({
  operation: {
    server: 'On any day: Keycloak runs as deployed, on the schema of its version',
    applications: 'On any day: the integrated applications can be logged in to and out of',
    backup: 'On any day: there is a backup to go back to',
  },
}).operation;
