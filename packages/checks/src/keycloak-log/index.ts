import { clusterFormed } from './cluster-formed.ts';
import { codes } from './codes.ts';
import { migrationUndisturbed } from './migration-undisturbed.ts';
import { noErrors } from './no-errors.ts';
import { serverStarted } from './started.ts';

export { clusterFormed, migrationUndisturbed, noErrors, serverStarted };
export { podLogs } from './pod-logs.ts';
export { PodLogs } from './pod-logs-evidence.ts';
export { createExportReader } from './baseline/export-reader.ts';
export { LOG_BASELINE_SCHEMA, LogBaseline, WANTED_HOURS } from './baseline/log-baseline.ts';
export { logsOfPods, makeBaseline } from './baseline/make-baseline.ts';
export type { ReadLog } from './baseline/make-baseline.ts';

export const keycloakLogChecks = [serverStarted, migrationUndisturbed, noErrors, clusterFormed] as const;
export const keycloakLogCodes = codes;
