import {
  databaseState,
  providersPresent,
  schemaMatchesRunningVersion,
  server,
  serverConfiguration,
  serverConfigurationReadable,
  versionOfServer,
  workload,
} from '@keycloak-release-gate/checks';
import type { Snapshot } from '@keycloak-release-gate/checks';
import { step } from '@keycloak-release-gate/core';
import type { Environment, Step } from '@keycloak-release-gate/core';
import type { LookedOnce } from '../collect/look-once.ts';

/** The looks that tell what the server is, which version, and how it is deployed. */
export const serverLooks: ReadonlySet<string> = new Set([server.id, workload.id, databaseState.id, serverConfiguration.id]);

/** The step that has these looks; what the environment does not declare is not looked at. */
export const serverStep = ({ keycloak, kubernetes, database }: Environment): Step =>
  step({ id: 'snapshot/server', sentence: 'What the server is made of is known' }, [
    ...keycloak.realms.map((realm) => providersPresent(realm)),
    ...(kubernetes && database ? [schemaMatchesRunningVersion()] : []),
    ...(kubernetes ? [serverConfigurationReadable()] : []),
  ]);

/**
 * What the looks saw of the server. Only its own account can be missing: the image and the database are asked for the version, and
 * where nobody tells it, the snapshot goes without.
 */
export function serverOf(taken: readonly LookedOnce[]): Pick<Snapshot, 'server'> {
  const seen = (id: string): LookedOnce | undefined => taken.find(({ look }) => look.collector.id === id);
  const own = seen(server.id);
  if (!own) return {};
  const value = evidenceOf(server, own);
  const version = versionOfServer({
    server: value,
    workload: evidenceOf(workload, seen(workload.id)),
    database: evidenceOf(databaseState, seen(databaseState.id)),
  });
  return { server: { gaps: [...own.gaps], ...(value === undefined ? {} : { value }), ...(version === undefined ? {} : { version }) } };
}

/** What was seen of the server's own configuration in Kubernetes; nothing where the environment declares none. */
export function serverConfigurationOf(taken: readonly LookedOnce[]): Pick<Snapshot, 'serverConfiguration'> {
  const seen = taken.find(({ look }) => look.collector.id === serverConfiguration.id);
  if (!seen) return {};
  const value = evidenceOf(serverConfiguration, seen);
  return { serverConfiguration: { gaps: [...seen.gaps], ...(value === undefined ? {} : { value }) } };
}

const evidenceOf = <E>({ evidence }: { readonly evidence: { parse(data: unknown): E } }, taken: LookedOnce | undefined): E | undefined =>
  taken?.recorded === undefined ? undefined : evidence.parse(JSON.parse(taken.recorded));
