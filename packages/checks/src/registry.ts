import type { Check, Code } from '@keycloak-release-gate/core';
import { gapCodes } from '@keycloak-release-gate/core';

const factories: readonly { readonly check: Check }[] = [];
const codesByDomain: readonly Readonly<Record<string, Code>>[] = [gapCodes];

/** Every check, by its id. A run's record names checks by these ids. */
export const registry: ReadonlyMap<string, Check> = new Map(factories.map(({ check }) => [check.id, check]));

/** Every finding and gap code. */
export const codes: ReadonlyMap<string, Code> = new Map(
  codesByDomain.flatMap((domain) => Object.values(domain).map((code) => [code.code, code])),
);
