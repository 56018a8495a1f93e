import { gateRole } from '@keycloak-release-gate/core';
import type { GateRoleName } from '@keycloak-release-gate/core';

/** The role, or all of several roles, that a request needs. */
export type Needs = GateRoleName | readonly GateRoleName[];

export const rolesOf = (needs: Needs): readonly GateRoleName[] => (typeof needs === 'string' ? [needs] : needs);

/** As it is told: `query-groups and view-users`. */
export const wordsOfNeeds = (needs: Needs): string => rolesOf(needs).map(inWords).join(' and ');

function inWords(role: GateRoleName): string {
  const { since, orElse } = gateRole(role);
  const before = orElse.at(-1);
  return since === undefined || before === undefined ? role : `${role} (before Keycloak ${since}: ${before})`;
}
