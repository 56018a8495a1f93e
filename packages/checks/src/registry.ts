import type { Check, Code } from '@keycloak-release-gate/core';
import { gapCodes } from '@keycloak-release-gate/core';
import { backupChecks, backupCodes } from './backup/index.ts';
import { databaseChecks, databaseCodes } from './database/index.ts';
import { keycloakConfigChecks, keycloakConfigCodes } from './keycloak-config/index.ts';
import { keycloakLogChecks, keycloakLogCodes } from './keycloak-log/index.ts';
import { kubernetesChecks, kubernetesCodes } from './kubernetes/index.ts';
import { loginChecks, loginCodes } from './login/index.ts';
import { oidcChecks, oidcCodes } from './oidc/index.ts';
import { releaseChecks, releaseCodes } from './release/index.ts';
import { waysCodes } from './ways/codes.ts';
import { serverConfigurationChecks, serverConfigurationCodes } from './server-configuration/index.ts';

const factories: readonly { readonly check: Check }[] = [
  ...kubernetesChecks,
  ...keycloakLogChecks,
  ...keycloakConfigChecks,
  ...serverConfigurationChecks,
  ...databaseChecks,
  ...backupChecks,
  ...oidcChecks,
  ...loginChecks,
  ...releaseChecks,
];
const codesByDomain: readonly Readonly<Record<string, Code>>[] = [
  gapCodes,
  kubernetesCodes,
  keycloakLogCodes,
  keycloakConfigCodes,
  serverConfigurationCodes,
  databaseCodes,
  backupCodes,
  oidcCodes,
  loginCodes,
  releaseCodes,
  waysCodes,
];

/** Every check, by its id. A run's record names checks by these ids. */
export const registry: ReadonlyMap<string, Check> = new Map(factories.map(({ check }) => [check.id, check]));

/** Every finding and gap code. */
export const codes: ReadonlyMap<string, Code> = new Map(
  codesByDomain.flatMap((domain) => Object.values(domain).map((code) => [code.code, code] as const)),
);
