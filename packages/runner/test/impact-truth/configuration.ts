import { realmConfiguration } from '@keycloak-release-gate/checks';
import type { RealmConfiguration } from '@keycloak-release-gate/checks';
import { Environment } from '@keycloak-release-gate/core';

/** The service account by which the configuration is read, with the rights of the gate and no more. */
export const reader = { clientId: 'release-gate', secret: 'read by the gate, in a test' } as const;

/** A realm's configuration, as a run of the gate looks at it. */
export async function configurationOf(realm: string, keycloakUrl: string, signal: AbortSignal): Promise<RealmConfiguration> {
  const environment = Environment.parse({
    id: 'truth',
    title: 'Truth',
    keycloak: { publicUrl: keycloakUrl, adminUrl: keycloakUrl, realms: [realm] },
    gate: { admin: { realm, clientId: reader.clientId, secret: { secret: 'variable', name: 'READER' } } },
  });
  const { value, gaps = [] } = await realmConfiguration.collect(
    { realm },
    {
      run: { suite: 'health', environment },
      signal,
      looks: {},
      secret: () => reader.secret,
      stateFolder: '',
      conceal: () => undefined,
      attach: () => '',
      shared: async (_key, create) => create(),
    },
  );
  if (value === undefined || gaps.length > 0)
    throw new Error(`The configuration could not be read: ${gaps.map(({ reason }) => reason).join('; ')}`);
  return value;
}
