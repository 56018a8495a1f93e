import type { Lab } from '../lab/lab.ts';
import { put } from '../kubernetes-api/apply.ts';
import { keycloakDisruptionBudget } from '../manifests/keycloak-deployment.ts';
import { keycloakName, labNamespace } from '../manifests/names.ts';
import { until } from './condition.ts';

/** Keycloak's own disruption budget, by name. */
export const budget = { name: keycloakName, namespace: labNamespace };

/** Puts the budget back, and waits until the controller has counted. */
export async function restoreBudget(lab: Lab, signal: AbortSignal): Promise<void> {
  await put(lab.kubernetes, 'PodDisruptionBudget', keycloakDisruptionBudget(), signal);
  await untilAllowed(lab, 1, signal);
}

/** Waits until the budget allows this many disruptions. */
export const untilAllowed = (lab: Lab, disruptions: number, signal: AbortSignal): Promise<unknown> =>
  until(
    `the budget allows ${disruptions}`,
    async () => {
      const { metadata, status } = await lab.kubernetes.get('PodDisruptionBudget', budget, signal);
      return status?.disruptionsAllowed === disruptions && (status.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    },
    signal,
    60_000,
  );
