import type { FoundRealm, FoundWorkload } from '@keycloak-release-gate/checks/discovery';

/** What was seen of a Keycloak, and how its environment is to be named. */
export interface Found {
  readonly id: string;
  readonly publicUrl: string;
  readonly isProduction: boolean;
  readonly timeZone: string;
  readonly gate: { readonly realm: string; readonly clientId: string };
  /** Which Keycloak runs, where it tells. */
  readonly version?: string;
  readonly realms: readonly FoundRealm[];
  readonly namespace?: string;
  /** Those that may be Keycloak's, where the namespace could be read. */
  readonly workloads: readonly FoundWorkload[];
  /** Whether /admin is at another address. */
  readonly hasAdminUrl: boolean;
}

/** A file of scenarios, by its path in their folder. */
export interface ScenarioFile {
  readonly path: string;
  readonly text: string;
}

/** The beginning of the names of the environment's variables: `ACC_`. */
export const prefixOf = (id: string): string =>
  `${id
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, 'E')}_`;
