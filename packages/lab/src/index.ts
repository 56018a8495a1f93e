export { down } from './lab/down.ts';
export type { DownWanted } from './lab/down.ts';
export { openLab } from './lab/lab.ts';
export type { ActionOptions, DeployOptions, Lab, RollbackOptions } from './lab/lab.ts';
export { labNames } from './lab/folder.ts';
export { LabError } from './lab/lab-error.ts';
export type { LabProgress, ProgressEvent } from './lab/progress.ts';
export { selfSignedCertificate } from './certificate/self-signed-certificate.ts';
export { status } from './lab/status.ts';
export type { LabStatus } from './lab/status.ts';
export { defaultVersion, up } from './lab/up.ts';
export type { LabWanted } from './lab/up.ts';
export { keycloakProcess } from './faults/container-process.ts';
export { apiServer } from './faults/api-server-hangs.ts';
export { faults } from './faults/index.ts';
export type { Expectation, Fault } from './faults/index.ts';
export { noises } from './noise/index.ts';
export { endNoise, makeNoise, makeNoiseMeanwhile } from './noise/make-noise.ts';
export { providePrograms, provideTools } from './install/install.ts';
export { archiving, openPgBackRest } from './postgres/pgbackrest.ts';
export type { PgBackRest } from './postgres/pgbackrest.ts';
export { controlPlaneBinaries } from './control-plane/binaries.ts';
export { cacheFolder } from './install/cache.ts';
export { keycloakBuild } from './keycloak/build.ts';
export { parseKeycloakVersion } from './keycloak/version.ts';
export { openDatabaseServer } from './lab/database-server.ts';
export type { DatabaseServer } from './lab/database-server.ts';
export { databaseTemplate } from './lab/database-template.ts';
export { openStage } from './recording/stage.ts';
export type { RecordedNode, Stage } from './recording/stage.ts';
export { createRichRealm, richSecrets } from './realm/rich.ts';
export { adminApi } from './keycloak/admin-api.ts';
export type { AdminRequest } from './keycloak/admin-api.ts';
export {
  changeStatefulKeycloak,
  deployStatefulKeycloak,
  removeStatefulKeycloak,
  untilStatefulKeycloakWaits,
} from './stateful-set/stateful-keycloak.ts';
export { backupCronJob, createBackupCronJob, removeBackupCronJob, runBackupJob, suspendBackupCronJob } from './backup-sources/cron-job.ts';
export {
  installCloudNativePg,
  installVolumeSnapshots,
  putResource,
  removeCloudNativePg,
  removeResource,
  removeVolumeSnapshots,
} from './backup-sources/backup-resources.ts';
export { createSmallRealm, smallRealmService } from './realm/small.ts';
export type { SmallRealmSecrets } from './realm/small.ts';
