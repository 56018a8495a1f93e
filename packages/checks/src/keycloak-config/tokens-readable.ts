import { defineCheck } from '@keycloak-release-gate/core';
import type { Application } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { applicationTokens } from './tokens/application-tokens.ts';
import { goneClient, noSampleUser } from './tokens/sample.ts';

/** What an application is told about its test user can be seen: it is what later tokens are compared with. */
export const tokensReadable = defineCheck({
  id: 'keycloak-config/tokens-readable',
  title: "What the application's tokens say can be seen",
  why: 'Whether a release takes a claim from a token can only be told by who knows what stood in it before.',
  severity: (application: Application) => (application.severity === 'warning' ? 'warning' : 'blocker'),
  about: (application: Application) => application.id,
  reads: { now: applicationTokens },
  expects: z.object({}),
  skip: (_run, application) => noSampleUser(application),
  judge: ({ now }) => {
    if (!now.clientExists) return { findings: [goneClient(now)] };
    return {
      findings: [],
      facts: Object.entries(now.documents).map(([document, claims]) => ({
        name: `claims in the ${document}`,
        value: Object.keys(claims).length,
      })),
    };
  },
});
