import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { PodAddress } from '../kubelet/kubelet.ts';
import { managementPort, parseKeycloakVersion } from '../keycloak/version.ts';
import { databaseName, gateAccount } from '../postgres/database.ts';
import { clientSecret, gateClientId, witnessClientId } from '../realm/index.ts';
import type { LabFolder } from './folder.ts';
import type { RunningState } from './state.ts';

/** `express-local` → `EXPRESS_LOCAL`, as the names of variables go. */
export const variableName = (id: string): string => id.toUpperCase().replaceAll('-', '_');

/**
 * The environment variables that a scenario for the lab refers to. The management addresses are those of the pods of
 * this moment; a scenario asks for them anew after each deploy.
 */
export function labVariables(state: RunningState, folder: LabFolder): Readonly<Record<string, string>> {
  const { secrets, database, kubernetes } = state;
  return {
    LAB_PUBLIC_URL: state.publicUrl,
    LAB_ADMIN_URL: state.publicUrl,
    LAB_MANAGEMENT_URLS: managementUrls(folder).join(','),
    LAB_KUBERNETES_SERVER: kubernetes.server,
    LAB_KUBERNETES_CA: kubernetes.caFile,
    LAB_KUBERNETES_TOKEN: kubernetes.gateToken,
    LAB_DATABASE_HOST: database.host,
    LAB_DATABASE_PORT: String(database.port),
    LAB_DATABASE_NAME: databaseName,
    LAB_DATABASE_USER: gateAccount,
    LAB_DATABASE_PASSWORD: state.passwords.gate,
    LAB_BACKUP_DIRECTORY: folder.backups,
    LAB_HOST_NAME: hostname(),
    LAB_KEYCLOAK_HOMES: join(folder.images, '{version}'),
    LAB_GATE_CLIENT_SECRET: clientSecret(secrets, gateClientId),
    LAB_WITNESS_CLIENT_SECRET: clientSecret(secrets, witnessClientId),
    ...Object.fromEntries(Object.entries(secrets.users).map(([user, password]) => [`LAB_USER_${variableName(user)}_PASSWORD`, password])),
    LAB_USER_TOTP_USER_TOTP: secrets.totpSeed,
    ...Object.fromEntries(state.applications.map(({ id, url }) => [`LAB_APP_${variableName(id)}_URL`, url])),
    LAB_APP_SERVICE_CLIENT_SECRET: clientSecret(secrets, 'lab-service'),
  };
}

function managementUrls(folder: LabFolder): readonly string[] {
  const pods = JSON.parse(readFileSync(folder.pods, 'utf8')) as readonly PodAddress[];
  const { version } = JSON.parse(readFileSync(folder.deployed, 'utf8')) as { readonly version: string };
  const parsed = parseKeycloakVersion(version);
  const port = parsed ? managementPort(parsed) : 9000;
  return pods.map(({ address }) => `http://${address}:${port}`);
}
