import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyManifests, put } from '../kubernetes-api/apply.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { Deployment } from '../kubernetes-api/objects.ts';
import { keycloakDeployment, keycloakDisruptionBudget, keycloakIngress, keycloakOptions, keycloakService } from './keycloak-deployment.ts';
import type { KeycloakDeployment } from './keycloak-deployment.ts';
import { databaseSecretName, keycloakName, labNamespace } from './names.ts';

/** The least-privilege Role of the gate as it is shipped, its binding and its service account: the lab's gate has no other rights. */
export const gateRoleFile = join(import.meta.dirname, '../../../checks/kubernetes-role.yaml');

/** Where the lab's Keycloak Deployment is. */
export const keycloakDeploymentName = { name: keycloakName, namespace: labNamespace };

/** The namespace, and in it the gate's rights: what is there before anything is deployed. */
export async function applyNamespace(api: KubernetesApi, signal: AbortSignal): Promise<void> {
  await put(api, 'Namespace', { metadata: { name: labNamespace } }, signal);
  await applyManifests(api, await readFile(gateRoleFile, 'utf8'), signal);
}

/** The Secret that the Deployment takes the database's password from. */
export async function applyDatabaseSecret(api: KubernetesApi, password: string, signal: AbortSignal): Promise<void> {
  await put(
    api,
    'Secret',
    { metadata: { name: databaseSecretName, namespace: labNamespace }, type: 'Opaque', stringData: { password } },
    signal,
  );
}

/**
 * Makes the namespace exactly what the lab wants it to be: gate's rights, Secret, ConfigMap, Service, Ingress, disruption
 * budget and the Keycloak Deployment are created, or replaced where they differ. Returns the Deployment as the API has it now.
 */
export async function applyLab(
  api: KubernetesApi,
  lab: { readonly keycloak: KeycloakDeployment; readonly databasePassword: string },
  signal: AbortSignal,
): Promise<Deployment> {
  await applyNamespace(api, signal);
  await applyDatabaseSecret(api, lab.databasePassword, signal);
  await put(api, 'ConfigMap', keycloakOptions(), signal);
  await put(api, 'Service', keycloakService(lab.keycloak.managementPort), signal);
  await put(api, 'Ingress', keycloakIngress(), signal);
  await put(api, 'PodDisruptionBudget', keycloakDisruptionBudget(), signal);
  return put(api, 'Deployment', keycloakDeployment(lab.keycloak), signal);
}
