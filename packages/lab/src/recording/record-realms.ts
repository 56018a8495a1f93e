import { adminApi } from '../keycloak/admin-api.ts';
import type { AdminRequest } from '../keycloak/admin-api.ts';
import { parseKeycloakVersion } from '../keycloak/version.ts';
import { createRichRealm } from '../realm/rich.ts';
import { makeReader } from './reader.ts';
import type { Reader } from './reader.ts';
import { recordedVersions } from './record-logs.ts';
import type { Stage } from './stage.ts';

/** A server on a database that another version may have begun, and some of its realms. */
export interface Stop {
  readonly url: string;
  readonly version: string;
  /** `arrived`: nothing happened on this version yet but the upgrade. `leaving`: what this version was to add is added. */
  readonly when: 'arrived' | 'leaving';
  readonly realms: readonly string[];
  readonly reader: Reader;
}

/** Looks at a server before it is stopped. */
export type LookAt = (stop: Stop) => Promise<void>;

/** A realm is named for the version that it was built on. */
const realmBuiltOn = (kind: 'rich' | 'bare', version: string): string => `${kind}-${version.replaceAll('.', '-')}`;

/**
 * The way of one database through versions, each an upgrade of the one before. On the first there is a rich realm and one with
 * nothing but what Keycloak puts into it; where `building`, each version adds a rich realm that is built on it.
 */
export async function recordRealms(
  stage: Stage,
  { versions, building, look }: { readonly versions: readonly string[]; readonly building: boolean; readonly look: LookAt },
  signal: AbortSignal,
): Promise<void> {
  await stage.emptyDatabase();
  const realms: string[] = [];
  let reader: Reader | undefined;
  for (const version of versions) {
    const node = await stage.start(version);
    const request = adminApi(() => node.url, stage.administrator, signal);
    const stop = { url: node.url, version } as const;
    const isFirst = version === versions[0];
    if (reader) {
      await look({ ...stop, when: 'arrived', realms: ['master'], reader });
      // A version may have roles that the one before did not know: they are given once realm master was seen without them.
      await makeReader(request, reader);
      await look({ ...stop, when: 'arrived', realms, reader });
    }
    const built = [
      ...(isFirst ? [await buildBare(request, version)] : []),
      ...(isFirst || building ? [await buildRich(request, version)] : []),
    ];
    realms.push(...built);
    reader = await makeReader(request, reader);
    if (built.length > 0) await look({ ...stop, when: 'leaving', realms: ['master', ...built], reader });
    await node.end();
  }
}

/** All recorded versions, one after another. */
export const stepByStep: readonly string[] = recordedVersions;
/** From the first recorded version to the last, as who skips the others upgrades. */
export const atOnce: readonly string[] = [recordedVersions[0], '26.7.4'];

async function buildBare(request: AdminRequest, version: string): Promise<string> {
  const realm = realmBuiltOn('bare', version);
  await request('/realms', { method: 'POST', body: { realm, enabled: true } });
  return realm;
}

async function buildRich(request: AdminRequest, version: string): Promise<string> {
  const realm = realmBuiltOn('rich', version);
  const parsed = parseKeycloakVersion(version);
  if (!parsed) throw new Error(`${version} is no version.`);
  await createRichRealm(request, realm, parsed);
  return realm;
}
