import { discoverKeycloak, discoverWorkloads, NotDiscovered } from '@keycloak-release-gate/checks/discovery';
import type { FoundWorkload } from '@keycloak-release-gate/checks/discovery';
import { ConfigurationError, Environment } from '@keycloak-release-gate/core';
import type { Problem } from '@keycloak-release-gate/core';
import { createShared } from '../collect/shared.ts';
import type { Found } from './found.ts';

/** Where to look, as it was asked for. */
export interface Where {
  readonly id: string;
  readonly publicUrl: string;
  readonly adminUrl: string | undefined;
  readonly isProduction: boolean;
  readonly gate: { readonly realm: string; readonly clientId: string };
  readonly secret: string;
  readonly realms: readonly string[];
  readonly namespace: string | undefined;
  readonly kubeconfig: string | undefined;
}

/** Looks at the Keycloak, and at its namespace where one is named. Throws a ConfigurationError with all that could not be seen. */
export async function lookAround(where: Where, signal: AbortSignal): Promise<Found> {
  const { id, publicUrl, adminUrl, isProduction, gate, secret, namespace } = where;
  const problems: Problem[] = [];
  const orProblem = async <T>(code: string, work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof NotDiscovered)) throw error;
      problems.push({ code, message: error.message, where: error.where, remedy: error.remedy });
      return undefined;
    }
  };
  const keycloak = await orProblem(
    'KEYCLOAK_NOT_SEEN',
    discoverKeycloak({ url: adminUrl ?? publicUrl, ...gate, secret }, where.realms, signal),
  );
  const workloads = namespace === undefined ? [] : await orProblem('NAMESPACE_NOT_SEEN', workloadsIn(where, namespace, signal));
  if (!keycloak || !workloads) throw new ConfigurationError(problems);
  return {
    id,
    publicUrl,
    isProduction,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    gate,
    ...keycloak,
    workloads,
    ...(namespace === undefined ? {} : { namespace }),
    hasAdminUrl: adminUrl !== undefined && adminUrl !== publicUrl,
  };
}

async function workloadsIn(
  { id, publicUrl, gate, kubeconfig }: Where,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly FoundWorkload[]> {
  const environment = Environment.parse({
    id,
    title: id,
    keycloak: { publicUrl, adminUrl: publicUrl, realms: ['master'] },
    gate: { admin: { ...gate, secret: { secret: 'variable', name: 'UNUSED' } } },
    kubernetes: { kubeconfig, namespace, workload: { name: 'keycloak' } },
  });
  const shared = createShared();
  try {
    return await discoverWorkloads({
      run: { suite: 'init', environment },
      signal,
      secret: () => '',
      conceal: () => undefined,
      shared: shared.get,
    });
  } finally {
    await shared.dispose();
  }
}
