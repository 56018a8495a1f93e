import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Application, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { discoveryAndKeys } from './discovery-and-keys.ts';
import { tokenFacts, tokenFindings } from './judge-token.ts';
import { serviceAccount } from './service-account.ts';
import type { ServiceAccount } from './service-account.ts';

/** A back-end gets a token with its own secret, and the token is good. One per service account. */
export const serviceToken = defineCheck({
  id: 'oidc/service-token',
  title: 'The service account gets a good token',
  why: 'Back-ends have no page on which somebody would notice that they are locked out.',
  severity: (application: Application) => (application.severity === 'warning' ? 'warning' : 'blocker'),
  about: (application: Application) => application.id,
  reads: { seen: serviceAccount },
  needs: [{ check: discoveryAndKeys.check, of: ({ realm }) => [realm] }],
  expects: z.object({}),
  skip: (_run, application) => (application.login.kind === 'service' ? undefined : 'People log in to it; it is no service account.'),
  judge: ({ seen }) => judge(seen),
});

function judge({ application, token }: ServiceAccount): Judgement {
  const subject = `application/${application}`;
  if (token.kind === 'refused') {
    return {
      findings: [
        finding(codes.TOKEN_REFUSED, { subject, message: `Keycloak answered HTTP ${token.status}, ${token.error}.`, actual: token.error }),
      ],
    };
  }
  return { findings: tokenFindings(subject, token), facts: tokenFacts(token) };
}
