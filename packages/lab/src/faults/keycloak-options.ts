import { put } from '../kubernetes-api/apply.ts';
import type { Lab } from '../lab/lab.ts';
import { keycloakOptions } from '../manifests/keycloak-deployment.ts';
import { labNamespace, optionsName } from '../manifests/names.ts';

/** Changes options in the ConfigMap that Keycloak takes them from; no pod restarts for it. */
export async function changeOptions(lab: Lab, options: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
  await lab.kubernetes.patch('ConfigMap', { name: optionsName, namespace: labNamespace }, { data: options }, signal);
}

/** The options as the lab gives them. */
export async function restoreOptions(lab: Lab, signal: AbortSignal): Promise<void> {
  await put(lab.kubernetes, 'ConfigMap', keycloakOptions(), signal);
}
