import { clusterMembersComplete } from './cluster-members.ts';
import { codes } from './codes.ts';
import { executedPlan } from './executed-plan.ts';
import { lostByRestore } from './lost-by-restore.ts';
import { lostByRollback } from './lost-by-rollback.ts';
import { noKeycloakSessions } from './no-sessions.ts';
import { databaseRecorded } from './recorded.ts';
import { databaseRightsAsNeeded } from './rights-as-needed.ts';
import { schemaAsBeforeRelease } from './schema-as-before-release.ts';
import { schemaMatchesRunningVersion } from './schema-matches-running-version.ts';
import { schemaMatchesVersion } from './schema-matches-version.ts';
import { structureAsBeforeRelease } from './structure-as-before-release.ts';

export { DatabaseAccess, databaseAccess, missingDatabaseRights, wordsOfDatabaseRight } from './access.ts';
export { clusterMembersComplete } from './cluster-members.ts';
export { executedPlanFactName } from './executed-facts.ts';
export { executedPlan } from './executed-plan.ts';
export { rehearsedFactName } from './schema-facts.ts';
export { lostByRestore } from './lost-by-restore.ts';
export { lostByRollback } from './lost-by-rollback.ts';
export { clusterMembers } from './members.ts';
export { noKeycloakSessions } from './no-sessions.ts';
export { databaseRecorded } from './recorded.ts';
export { databaseRightsAsNeeded } from './rights-as-needed.ts';
export { roleScript } from './role-script.ts';
export { schemaAsBeforeRelease } from './schema-as-before-release.ts';
export { schemaMatchesRunningVersion } from './schema-matches-running-version.ts';
export { schemaMatchesVersion } from './schema-matches-version.ts';
export { datedKinds, datedTitles } from './dated-places.ts';
export { SinceBackup, sinceNewestBackup } from './since-backup.ts';
export { databaseSessions } from './sessions.ts';
export { databaseState, DatabaseState, stateOf } from './state.ts';
export { DatabaseStructure } from './structure.ts';
export { structureAsBeforeRelease } from './structure-as-before-release.ts';
export { compareVersions, parseVersion } from './version.ts';

export const databaseChecks = [
  schemaMatchesVersion,
  schemaMatchesRunningVersion,
  schemaAsBeforeRelease,
  clusterMembersComplete,
  noKeycloakSessions,
  databaseRightsAsNeeded,
  databaseRecorded,
  lostByRollback,
  lostByRestore,
  structureAsBeforeRelease,
  executedPlan,
] as const;

export const databaseCodes = codes;
