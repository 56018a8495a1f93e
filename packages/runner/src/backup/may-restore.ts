import { hostname } from 'node:os';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Environment } from '@keycloak-release-gate/core';

/** Restored personal data stays on the machines that the environment names. Throws a ConfigurationError on any other. */
export function requireRestoreHere({ id, backups }: Environment, file: string, host: string = hostname()): void {
  const hosts = backups?.restore?.hosts ?? [];
  if (hosts.includes(host)) return;
  throw new ConfigurationError([
    {
      code: 'DRILL_NOT_ALLOWED_HERE',
      message: `A backup of "${id}" holds personal data and password hashes, and may not be restored on this machine (${host})${hosts.length > 0 ? `, but on ${hosts.join(', ')}` : ''}.`,
      where: `${file}: backups.restore.hosts`,
      remedy: `Run it on a machine that is named there, or add '${host}' where whoever owns the data agrees. A hosted CI runner is no such machine.`,
    },
  ]);
}
