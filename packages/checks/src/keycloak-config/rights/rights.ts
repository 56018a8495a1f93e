import { gateRoles, suffice } from '@keycloak-release-gate/core';
import type { ReaderRights } from './evidence.ts';

/** What is known of a reader and a realm. */
export interface RightsSeen {
  /** The roles that the reader has there. */
  readonly held: readonly string[];
  /** The roles that there are; undefined where they could not be listed. */
  readonly there: readonly string[] | undefined;
  /** Whether the realm has organizations switched on. */
  readonly organizations: boolean;
}

/** Each role that is needed, and those that are too much. */
export const rightsOf = ({ held, there, organizations }: RightsSeen): Pick<ReaderRights, 'needed' | 'excess'> => ({
  needed: gateRoles.map(({ role, reads }) => ({
    role,
    reads,
    state: suffice(held, role)
      ? 'held'
      : role === 'view-organizations' && !organizations
        ? 'not needed'
        : there?.includes(role) === false
          ? 'not there'
          : 'missing',
  })),
  // Who has this one has all of them.
  excess: held.includes('realm-admin') ? ['realm-admin'] : held.filter(changesSomething).toSorted(),
});

/** Of the roles that Keycloak gives administrators, all but those that view or query. */
const changesSomething = (role: string): boolean => /^(?:manage-|create-|impersonation$)/.test(role);
