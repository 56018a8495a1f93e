import { defineCodes } from '@keycloak-release-gate/core';

export const codes = defineCodes('release', {
  STAND_BY_MISSING: {
    title: 'No engineer is confirmed to be on stand-by',
    severity: 'fail',
    remedy: 'Have a DevOps engineer who can restore the database confirm the stand-by, and add the confirmation to the release.',
    doc: 'Policy: if the rollback plan for a change requires restoring a database backup, an engineer is on stand-by during the upgrade.',
  },
  STAND_BY_NOT_VALID: {
    title: 'The stand-by does not cover the time that it must',
    severity: 'fail',
    remedy:
      'Have the engineer confirm again, for the time from the start of the upgrade to its end, or have another take over without a gap.',
  },
  STAND_BY_EXPIRED: {
    title: 'The stand-by is over',
    severity: 'fail',
    remedy: 'Have the engineer confirm again, for the time from the start of the upgrade to its end, or have another take over.',
  },
  STAND_BY_NOT_YET: {
    title: 'The stand-by begins only later',
    severity: 'fail',
    remedy: 'Wait until it begins, or have the engineer confirm it from the start of the upgrade on.',
  },
  STAND_BY_IS_AUTHOR: {
    title: 'The engineer on stand-by is the author of the release',
    severity: 'fail',
    remedy: 'Have somebody else on stand-by: whoever restores must not be the one whose change is rolled back.',
  },
  STAND_BY_OTHER_BACKUP: {
    title: 'The stand-by is confirmed for another backup than would be restored',
    severity: 'fail',
    remedy: 'Have the engineer look at the backup that is pinned now and confirm again, with its SHA-256.',
  },
  CONFIRMATION_MISSING: {
    title: 'Nobody has confirmed what only a person can say',
    severity: 'fail',
    remedy: 'Have somebody other than the author confirm it: `verify confirm`.',
    doc: 'What no program sees (that the parties were contacted, the logs reviewed, that the board approved, that an engineer is on the call) is believed where a person says so, for one release and for a time. `verify confirm --list <release>` shows which confirmations hold, and why others do not.',
  },
  CONFIRMATION_EXPIRED: {
    title: 'A confirmation is no longer valid',
    severity: 'fail',
    remedy: 'See whether it is still so, and confirm it again.',
  },
  CONFIRMATION_NOT_YET: {
    title: 'A confirmation is not valid yet',
    severity: 'fail',
    remedy: 'Wait until it is, or have it confirmed for now.',
  },
  CONFIRMATION_BEFORE_DEPLOY: {
    title: 'It was confirmed before there was anything to confirm',
    severity: 'fail',
    remedy: 'Look at it now that the release is deployed there, and confirm it again.',
    doc: 'Of logs: they are reviewed after the deploy. Its time is that which the records of the environment tell.',
  },
  APPROVED_BEFORE_PROVEN: {
    title: 'The board approved before there was anything to decide on',
    severity: 'fail',
    remedy:
      'Show the board the request with what the environment before says now (`verify request`), and have it approve again; where an older record shows that the release stood proven there when it approved, name its place with --records.',
    doc: 'The board decides on what was found in the last environment before production. What counts is when a whole run of post-deploy first passed there with what is shipped now, and whether it was taken back since: a later run that says so again makes no approval old.',
  },
  CONFIRMATION_OTHER_RELEASE: {
    title: 'What was confirmed is another release',
    severity: 'fail',
    remedy: 'What holds for one release says nothing of another.',
  },
  CONFIRMATION_OTHER_SUBSTANCE: {
    title: 'What was confirmed is the release as it was before it changed',
    severity: 'fail',
    remedy: 'Show what is shipped now to whoever confirmed it, and have it confirmed again; or take the change back.',
    doc: '`verify confirm` writes down the SHA-256 of what the release ships: versions, image and its digests, commit, whether it deploys, and the expected changes. Words for people, the rollback plan, window and waivers may change without a new confirmation.',
  },
  CONFIRMATION_OTHER_ENVIRONMENT: {
    title: 'What was confirmed is another environment',
    severity: 'fail',
    remedy: 'What holds for one environment says nothing of another.',
  },
  CONFIRMATION_BY_AUTHOR: {
    title: 'The author of the release confirmed it',
    severity: 'fail',
    remedy: 'Somebody else must say it, and write it down.',
    doc: 'Neither `person` nor `confirmedBy` may be the author. Spaces, punctuation, case, accents and the order of first and last name make no other person.',
  },
  CONFIRMATION_OTHER_BACKUP: {
    title: 'What was confirmed rests on another backup than would be restored',
    severity: 'fail',
    remedy: 'Look at the backup that is pinned now, and confirm it with its SHA-256.',
  },
  CALL_WITHOUT_STAND_BY: {
    title: 'The engineer on stand-by is not on the call',
    severity: 'fail',
    remedy: 'Get the engineer who is on stand-by on the call; or have whoever is there confirm the stand-by.',
    doc: 'Policy: IS4U gets on a call with the DevOps engineer from step 6 of Preparation.',
  },
  WINDOW_MISSING: {
    title: 'The release is not planned',
    severity: 'fail',
    remedy: 'Write into the release from when to when it is planned: `window`.',
    doc: 'Policy: the release is planned (usually the next Monday after the approval).',
  },
  WINDOW_OVER: {
    title: 'The time that the release was planned for is over',
    severity: 'fail',
    remedy: 'Plan it anew: correct `window`, and tell those who rely on it; the board may have to approve again.',
  },
  WINDOW_NOT_YET: {
    title: 'The deploy would begin before the time that the release is planned for',
    severity: 'fail',
    remedy:
      'Start the Deploy action within the window. Where a job of it waits for the window after the gate has said yes, say so in the environment file: `deploy.github.waitsForWindow`.',
    doc: 'Only where pre-release is a job of the declared Deploy action: its yes starts the deploy at once. Whoever runs pre-release by hand beforehand is told when the release begins.',
  },
  WINDOW_ON_OTHER_DAY: {
    title: 'The release is planned for another day than usual',
    severity: 'warn',
    remedy: 'Plan it for the usual day, or have the release board agree to the other one.',
    doc: 'Policy: the release is planned (usually the next Monday after the approval). The day is that of the time zone of the environment.',
  },
  PLAN_TOO_WEAK: {
    title: 'The rollback plan is weaker than this release needs',
    severity: 'fail',
    remedy:
      'Declare plan B (restoring the database) with its reason, validate the backup and arrange the stand-by; or rehearse plan A for this very pair of versions on a restored copy: `verify plan-rollback`.',
    doc: 'Every upgrade of Keycloak writes its version into the database and may migrate schema and realms; the old version then starts on what the new one left. Only between patch releases with equal change sets was that found to be harmless, and only a rehearsal shows that a pair is such a one.',
  },
  DESTRUCTIVE_CHANGE: {
    title: 'The release changes what only a backup brings back',
    severity: 'fail',
    remedy:
      'Declare plan B with its reason; or test in another environment how each of these changes is undone, and have whoever tested it (not the author) confirm that as a `tested inverse`. Where a change leaves open what happens, say what becomes of it.',
    doc: 'A realm, client, role, group, provider or federation that is made anew has another id, and nobody has it any more: role and group memberships, links, consents and keys went with the old one. A secret that was overwritten cannot be put back, for Keycloak does not show it.',
  },
  MIGRATION_OUTLASTS_PROBES: {
    title: 'The migration takes longer than the probes let a pod start',
    severity: 'warn',
    remedy:
      'Raise `failureThreshold` of the startup probe for this deploy, or migrate with one pod beforehand: a pod that is ended while it migrates leaves the lock held.',
    doc: 'Measured by `verify plan-rollback`, from the start of the new version on a restored copy until it was ready, on the machine that restored it: a warning, for another machine takes another time.',
  },
  FAILED_BEFORE: {
    title: 'The release did not pass in the environment before',
    severity: 'fail',
    remedy: 'Mend what failed there and run post-deploy again, to its end: the newest run counts, whatever an older one said.',
  },
  ROLLED_BACK_BEFORE: {
    title: 'The release was rolled back in the environment before',
    severity: 'fail',
    remedy: 'Deploy it there again and run post-deploy.',
    doc: 'A whole run of pre-restore, or a run of post-rollback, of the same release that is newer than its post-deploy run tells that it was taken back, or about to be.',
  },
  PERHAPS_ROLLED_BACK: {
    title: 'It cannot be told whether the release was rolled back in the environment before',
    severity: 'fail',
    remedy: 'If it was not, run post-deploy there again, whole; if it was, deploy it there again first.',
    doc: 'A run of pre-restore that did not see all of its suite may be no more than a try.',
  },
  RELEASE_CHANGED_SINCE: {
    title: 'The release was changed after it was found good in the environment before',
    severity: 'fail',
    remedy: 'Deploy what is released now there, and run post-deploy; or take the change back.',
    doc: 'What counts is what is shipped: versions, image and its digests, commit, whether it deploys, and the expected changes. Words for people, the rollback plan, window, confirmations and waivers may change while a release is under way.',
  },
  AUTHOR_CHANGED: {
    title: 'The release names another author than when it was found good in the environment before',
    severity: 'fail',
    remedy:
      'Put back who made the change; or, where somebody else took it over, make it a release of its own, with another id, and prove that one.',
    doc: 'Who made the change confirms nothing of it: the name is not to be edited away for that. Held against are the newest run, and every whole run that passed with what is shipped now.',
  },
  OTHER_IMAGE_BEFORE: {
    title: 'Another image ran in the environment before',
    severity: 'fail',
    remedy: 'Name the image by its digest, deploy that one everywhere, and run post-deploy again.',
    doc: 'A tag can be pushed again: what was tried is then not what is shipped.',
  },
  SAME_SYSTEM_BEFORE: {
    title: 'The record of the environment before is of the same system as another environment',
    severity: 'fail',
    remedy: 'Correct `keycloak.publicUrl` in the file of the environment that it is wrong in, and run post-deploy there.',
  },
  ENVIRONMENT_LEFT_OUT: {
    title: 'The release leaves out the environment that it must come from',
    severity: 'fail',
    remedy: 'Add it to `environments` of the release, before this one; or correct `promotesFrom` in the file of this environment.',
  },
  PROVEN_OUT_OF_ORDER: {
    title: 'The release was deployed in an environment before it was found good in the one before',
    severity: 'fail',
    remedy: 'Deploy it there again, now that it was found good before, and run post-deploy.',
    doc: 'The order is what keeps a mistake from the next environment: what came first there was not tried.',
  },
  PRODUCTION_FIRST: {
    title: 'The release goes to production without having been tried elsewhere',
    severity: 'warn',
    remedy: 'Name the environments that it is tried in before, in `environments` of the release.',
  },
  RECORD_EDITED: {
    title: 'A record of the environment before was edited',
    severity: 'fail',
    remedy: 'Use the record as it was written, or run post-deploy there again. What differs is named in the message.',
    doc: 'Its hashes do not fit its manifest, or what it saw is not judged to be what it says: such a record proves nothing, and neither does an older one in its place.',
  },
  RECORD_MISPLACED: {
    title: 'A record lies in the folder of another environment, suite or run',
    severity: 'fail',
    remedy: 'Put it back where it belongs: <environment>/<suite>/<run>.',
  },

  // What could not be told.
  NOT_PROVEN_BEFORE: {
    title: 'No record shows that the release was proven in the environment before',
    severity: 'fail',
    remedy:
      'Deploy it there and run post-deploy, whole; or, where that was done elsewhere, name where its records are with --records: a folder, `git:<branch>:<path>`, or what CI downloaded.',
  },
  INCONCLUSIVE_BEFORE: {
    title: 'The newest run in the environment before could not tell',
    severity: 'fail',
    remedy: 'See what it could not see, and run post-deploy there again.',
  },
  CHECKS_MISSING_BEFORE: {
    title: 'The environment before was judged by fewer checks than its suite asks for today',
    severity: 'fail',
    remedy: 'Run post-deploy there again, whole, with the suite as it is now.',
    doc: 'A suite may have been cut down while it ran there. Only checks that decide count; what the run had more, in another order or in other words, is no matter. What a variable of the environment says is not compared.',
  },
  SCENARIOS_UNKNOWN_BEFORE: {
    title: 'By which scenarios the environment before was judged is not known',
    severity: 'fail',
    remedy: 'Commit the scenarios, and run post-deploy there again with them.',
    doc: 'Before production only: what nobody committed may have left out what fails.',
  },
  RECORD_UNREADABLE: {
    title: 'A record of the environment before cannot be read',
    severity: 'fail',
    remedy: 'Use the version of the gate that wrote it, or run post-deploy there again.',
  },
  PLAN_NOT_COMPUTED: {
    title: 'Nobody computed which rollback plan this release needs',
    severity: 'fail',
    remedy: 'Compute it with `verify plan-rollback`, or declare plan B with its reason.',
    doc: 'An image of the same Keycloak version may bring a provider with tables of its own, which migrates at the first start: the versions say nothing of it.',
  },
  PLAN_OUTDATED: {
    title: 'The computed rollback plan is not of this release and database as they are now',
    severity: 'fail',
    remedy: 'Compute it again with `verify plan-rollback`.',
  },
  PLAN_UNREADABLE: {
    title: 'The record of the computed rollback plan cannot be read',
    severity: 'fail',
    remedy: 'Compute it again with `verify plan-rollback`.',
  },
  NO_RELEASE: {
    title: 'No release was named',
    severity: 'fail',
    remedy: 'Name it with --release.',
  },
  STAND_BY_BACKUP_UNKNOWN: {
    title: 'It cannot be told whether the stand-by is confirmed for the right backup',
    severity: 'fail',
    remedy: 'See what the check of the backups says; once one is good, run this again.',
  },
  CONFIRMATION_BACKUP_UNKNOWN: {
    title: 'It cannot be told whether a confirmation is for the right backup',
    severity: 'fail',
    remedy: 'See what the check of the backups says; once one is good, run this again.',
  },
  CONFIRMATION_UNREADABLE: {
    title: 'Whether somebody confirmed it could not be read',
    severity: 'fail',
    remedy:
      'See that the program, or the calendar, of `confirmations` in the environment file answers; or have it confirmed: `verify confirm`.',
  },
  BOARD_APPROVAL_UNREADABLE: {
    title: 'Whether the board approved could not be read',
    severity: 'fail',
    remedy: "See that the token of `deploy.github` may read the action's runs; or have the approval confirmed: `verify confirm`.",
  },
  APPROVAL_TIME_UNKNOWN: {
    title: 'It cannot be told whether the board approved before there was anything to decide on',
    severity: 'fail',
    remedy:
      'Start the run of the Deploy action for this environment once the environment before was found good, and have it approved there; or have the approval confirmed: `verify confirm`.',
    doc: 'GitHub does not tell when an approval of a run was given, but only when the run was created.',
  },
  AUTHOR_UNKNOWN: {
    title: 'The release does not say who its author is',
    severity: 'fail',
    remedy: 'Add `author` to the release, so that it can be seen that somebody else confirms.',
  },
  VERSION_UNREADABLE: {
    title: 'The versions of the release cannot be compared',
    severity: 'fail',
    remedy: 'Write both versions of the release as Keycloak does, such as 26.4.0.',
  },
});
