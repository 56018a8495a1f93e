import type { RealmConfiguration, Server, ServerConfiguration } from '@keycloak-release-gate/checks';
import type { Gap } from '@keycloak-release-gate/core';
import type { Side } from './side.ts';

/** What of a snapshot is compared. */
interface Compared {
  readonly environment: string;
  readonly at: string;
  readonly hash?: string;
  readonly server?:
    | {
        readonly version?: { readonly value: string } | undefined;
        readonly value?: Server | undefined;
        readonly gaps: readonly Gap[];
      }
    | undefined;
  readonly serverConfiguration?: { readonly value?: ServerConfiguration | undefined; readonly gaps: readonly Gap[] } | undefined;
  readonly realms: Readonly<Record<string, { readonly configuration?: RealmConfiguration | undefined; readonly gaps: readonly Gap[] }>>;
}

/** A snapshot as a side of a comparison. */
export function snapshotSide({ environment, at, hash, server, serverConfiguration, realms }: Compared, name: string): Side {
  const version = server?.version?.value ?? server?.value?.version;
  return {
    name,
    environment,
    at,
    ...(hash === undefined ? {} : { identity: hash }),
    ...(version === undefined ? {} : { version }),
    ...(server?.value === undefined ? {} : { server: server.value }),
    ...(serverConfiguration?.value === undefined ? {} : { serverConfiguration: serverConfiguration.value }),
    realms: Object.fromEntries(
      Object.entries(realms).flatMap(([realm, { configuration }]) => (configuration === undefined ? [] : [[realm, configuration]])),
    ),
    gaps: [...Object.values(realms), ...(server ? [server] : []), ...(serverConfiguration ? [serverConfiguration] : [])].flatMap(
      ({ gaps }) => gaps,
    ),
  };
}
