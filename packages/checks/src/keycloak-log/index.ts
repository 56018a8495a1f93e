import { clusterFormed } from './cluster-formed.ts';
import { codes } from './codes.ts';
import { noErrors } from './no-errors.ts';
import { started } from './started.ts';

export { clusterFormed, noErrors, started };
export { podLogs } from './pod-logs.ts';

export const keycloakLogChecks = [started, noErrors, clusterFormed] as const;
export const keycloakLogCodes = codes;
