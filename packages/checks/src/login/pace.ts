import type { Environment } from '@keycloak-release-gate/core';

/** Logins at one host at a time: many at once from one machine look like an attack to what stands before it. */
const atOnce = 2;

/**
 * What a journey takes of the hosts that it logs in at: that of its application, and those of the applications that are logged out of with
 * it. Keycloak's own is not among them, since every login goes there.
 */
export function hostSlots(
  { applications, keycloak }: Pick<Environment, 'applications' | 'keycloak'>,
  application: string,
): readonly string[] {
  const login = applications.find(({ id }) => id === application)?.login;
  const peers = (login?.kind === 'browser' ? login.singleLogout?.applications : undefined) ?? [];
  const hosts = applications
    .filter(({ id }) => id === application || peers.includes(id))
    .flatMap(({ url }) => (url === undefined ? [] : [new URL(url).host]));
  return [...new Set(hosts)].filter((host) => host !== new URL(keycloak.publicUrl).host).map((host) => `host/${host}:${atOnce}`);
}
