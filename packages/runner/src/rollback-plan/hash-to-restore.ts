import { join } from 'node:path';
import { hashDump } from '@keycloak-release-gate/checks/backup';
import type { Dump } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';

/**
 * The SHA-256 of a dump as it lies there now, right before it is restored. Throws a ConfigurationError where it is another than when the dump
 * was found to be good: what is restored would not be what was looked at.
 */
export async function hashToRestore(
  { name, sha256 }: Pick<Dump, 'name' | 'sha256'>,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  const now = await hashDump(join(directory, name), signal);
  if (sha256 === null || now.sha256 === sha256) return now.sha256;
  throw new ConfigurationError([
    {
      code: 'BACKUP_CHANGED',
      message: `The backup ${name} was written to since it was looked at: its SHA-256 was ${sha256.slice(0, 16)}… and is ${now.sha256.slice(0, 16)}….`,
      where: join(directory, name),
      remedy: 'Find out what writes to it, and run this again once it is whole.',
    },
  ]);
}
