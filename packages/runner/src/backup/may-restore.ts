import { hostname } from 'node:os';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Environment, Problem } from '@keycloak-release-gate/core';

/** Restored personal data stays on the machines that the environment names. Throws a ConfigurationError on any other. */
export function requireRestoreHere(environment: Environment, file: string): void {
  const problem = restoreProblem(environment, file, hostname());
  if (problem) throw new ConfigurationError([problem]);
}

/** Why a backup may not be restored on this host; undefined where it may. */
export function restoreProblem({ id, backups }: Environment, file: string, host: string): Problem | undefined {
  const hosts = backups?.restore?.hosts ?? [];
  if (hosts.includes(host)) return undefined;
  return {
    code: 'RESTORE_NOT_ALLOWED',
    message: `A backup of "${id}" holds personal data and password hashes, and may not be restored on this machine (${host})${hosts.length > 0 ? `, but on ${hosts.join(', ')}` : ''}.`,
    where: `${file}: backups.restore.hosts`,
    remedy: `Run it on a machine that is named there, or add '${host}' where whoever owns the data agrees. A hosted CI runner is no such machine.`,
  };
}
