import type { Lab } from '../lab/lab.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';

const service = { name: keycloakName, namespace: labNamespace };

/** Makes Keycloak's Service select other pods. */
export async function selectPods(lab: Lab, selector: Readonly<Record<string, string | null>>, signal: AbortSignal): Promise<void> {
  await lab.kubernetes.patch('Service', service, { spec: { selector } }, signal);
}

/** Makes it select Keycloak's pods again, by the label that they had all along. */
export const selectKeycloak = (lab: Lab, signal: AbortSignal): Promise<void> => selectPods(lab, { app: keycloakName, track: null }, signal);
