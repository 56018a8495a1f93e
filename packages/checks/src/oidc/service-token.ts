import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Application, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { discoveryAndKeys } from './discovery-and-keys.ts';
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
  needs: [discoveryAndKeys],
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
  return {
    findings: [
      ...(token.verified === true
        ? []
        : [finding(codes.TOKEN_INVALID, { subject, message: `Verifying the token gives ${token.verified}.`, actual: token.verified })]),
      // From 26 on Keycloak says "inactive" to every client that the token is not meant for: then it tells nothing.
      ...(token.introspection === 'inactive' && token.audienceHasClient && token.verified === true
        ? [finding(codes.TOKEN_INACTIVE, { subject, message: 'Keycloak calls a token inactive that it gave a moment before.' })]
        : []),
      ...(token.introspection === 'active' && token.afterRevocation === 'active'
        ? [finding(codes.TOKEN_ALIVE, { subject, message: 'Keycloak calls a token active that was revoked a moment before.' })]
        : []),
    ],
    facts: [
      ...(token.algorithm === undefined ? [] : [{ name: 'signed with', value: token.algorithm }]),
      ...(token.expiresIn === undefined ? [] : [{ name: 'valid for', value: token.expiresIn, unit: 's' }]),
      {
        name: 'active by introspection',
        value: token.introspection === 'active' ? 'yes' : token.audienceHasClient ? token.introspection : 'not to be asked by this client',
      },
      ...(token.introspection === 'active' && token.afterRevocation === 'inactive'
        ? [{ name: 'inactive once it is revoked', value: true }]
        : []),
    ],
  };
}
