import { defineCheck } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { assignments } from '../database/assignments.ts';

/** How many users hang on each object is known: what `assignments-kept` compares with. */
export const assignmentsCounted = defineCheck({
  id: 'keycloak-config/assignments-counted',
  title: 'How many users hang on each role, group, client and provider is known',
  why: 'Whether a release lost who held a role can only be told by who knows how many there were.',
  reads: { now: assignments },
  expects: z.object({}),
  judge: ({ now }) => ({
    findings: [],
    facts: [
      fact('roles held by users', now.roleHolders),
      fact('groups with members', now.groupMembers),
      fact('clients with consents', now.consents),
      fact('clients with offline sessions', now.offlineSessions),
      fact('identity providers with linked users', now.linkedUsers),
    ],
  }),
});

const fact = (name: string, counts: Readonly<Record<string, number>>) => ({ name, value: Object.keys(counts).length });
