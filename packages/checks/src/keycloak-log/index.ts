import { clusterFormed } from './cluster-formed.ts';
import { codes } from './codes.ts';
import { migrationUndisturbed } from './migration-undisturbed.ts';
import { noErrors } from './no-errors.ts';
import { serverStarted } from './started.ts';

export { clusterFormed, migrationUndisturbed, noErrors, serverStarted };
export { podLogs } from './pod-logs.ts';

export const keycloakLogChecks = [serverStarted, migrationUndisturbed, noErrors, clusterFormed] as const;
export const keycloakLogCodes = codes;
