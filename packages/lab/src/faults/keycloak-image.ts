import type { Lab } from '../lab/lab.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';

/** The image that the Deployment runs now. */
export async function keycloakImage(lab: Lab, signal: AbortSignal): Promise<string> {
  const { spec } = await lab.kubernetes.get('Deployment', { name: keycloakName, namespace: labNamespace }, signal);
  const image = spec.template.spec.containers.find(({ name }) => name === keycloakName)?.image;
  if (image === undefined) throw new Error('The Deployment has no container of Keycloak.');
  return image;
}
