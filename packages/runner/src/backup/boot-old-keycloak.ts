import { ConfigurationError } from '@keycloak-release-gate/core';
import type { BootOldKeycloak } from '@keycloak-release-gate/scratch';
import type { BackupEnvironment } from './environment.ts';
import { worked } from './worked.ts';

/**
 * Starts the Keycloak of a backup's version on what was restored of it, and logs in. Throws a ConfigurationError, before anything is restored,
 * where that Keycloak is not on this machine or cannot be kept off the net. Where only the restored database tells its version, `version` is
 * what is expected of it.
 */
export async function bootOldKeycloak(
  { environment: { backups }, file }: BackupEnvironment,
  { name, version }: { readonly name: string; readonly version: string | null },
  signal: AbortSignal,
): Promise<BootOldKeycloak> {
  const pattern = backups?.restore?.keycloak;
  if (pattern === undefined || version === null)
    throw new ConfigurationError([
      pattern === undefined
        ? {
            code: 'NO_KEYCLOAK_HOMES',
            message: "The environment does not say where Keycloak's programs are.",
            where: `${file}: backups.restore.keycloak`,
            remedy: "Unpack /opt/keycloak of the image into a folder per version, and name it: '/opt/keycloak/{version}'.",
          }
        : { code: 'NO_KEYCLOAK_VERSION', message: `It is not known which Keycloak ${name} is of.`, remedy: 'Drill it without --level L5.' },
    ]);
  const { bootOnCopy, keycloakHome, requireIsland } = await import('@keycloak-release-gate/scratch');
  await requireIsland();
  const expected = await keycloakHome(pattern, version, process.env);
  return async (server, restored) => {
    // Of another version than was expected it is told; that very version still tells whether it comes up.
    const home = restored === version ? expected : await keycloakHome(pattern, restored, process.env);
    const booted = await bootOnCopy(server, home, signal);
    return { seconds: booted.seconds, keycloak: worked(booted) };
  };
}
