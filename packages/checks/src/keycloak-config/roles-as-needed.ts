import { defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { missingRoles } from './rights/missing-roles.ts';
import { readerRights } from './rights/reader-rights.ts';

/** The gate's reader has the roles that its looks need in a realm, and none that would let it change something. */
export const rolesAsNeeded = defineCheck({
  id: 'keycloak-config/roles-as-needed',
  title: 'The gate has the roles that it needs in the realm, and not too many',
  why: 'A role that is missing makes a look blind on the day of the release; one too many makes the credential of a CI job worth stealing.',
  severity: 'warning',
  about: (realm: string) => realm,
  reads: { now: readerRights },
  expects: z.object({}),
  judge: ({ now }) => ({
    findings: now.excess.map((role) =>
      finding(codes.ROLES_TOO_WIDE, {
        subject: `realm/${now.realm}/roles/${role}`,
        message:
          role === 'realm-admin'
            ? `The reader ${now.reader.clientId} may do everything in realm ${now.realm} (${role}).`
            : `The reader ${now.reader.clientId} has the role ${role} in realm ${now.realm}.`,
      }),
    ),
    gaps: missingRoles(now),
    facts: [
      { name: 'roles needed and there', value: now.needed.filter(({ state }) => state === 'held').length, unit: `of ${now.needed.length}` },
      { name: 'who told the roles', value: now.from },
    ],
  }),
});
