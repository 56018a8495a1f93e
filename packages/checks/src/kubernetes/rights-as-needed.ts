import { defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { access, missingRights } from './access.ts';
import type { Access } from './access.ts';
import { identityCodes } from './identity-codes.ts';

/** The gate may read all that its looks need, and can do nothing else that would hurt. */
export const rightsAsNeeded = defineCheck({
  id: 'kubernetes/rights-as-needed',
  title: 'The gate has the rights that it needs, and not too many',
  why: 'A right that is missing makes a look blind on the day of the release; one too many makes the credential of a CI job worth stealing.',
  severity: 'warning',
  reads: { access },
  expects: z.object({}),
  judge: ({ access: now }) => ({
    findings: tooWide(now),
    gaps: missingRights(now),
    facts: [
      { name: 'rights needed and there', value: now.needed.filter(({ allowed }) => allowed).length, unit: `of ${now.needed.length}` },
    ],
  }),
});

/** What all have in common is told once: who may do everything may also do each single thing. */
function tooWide({ excess, namespace }: Access) {
  const everything = excess.find(({ resource }) => resource === '*');
  return (everything ? [everything] : excess).map(({ verb, group, resource }) =>
    finding(identityCodes.RIGHTS_TOO_WIDE, {
      subject: `kubernetes/${namespace}/${resource}`,
      message: everything
        ? `The gate's credential may do everything in the namespace ${namespace}.`
        : `The gate's credential may ${verb} ${resource}${group === '' ? '' : ` (${group})`} in the namespace ${namespace}.`,
    }),
  );
}
