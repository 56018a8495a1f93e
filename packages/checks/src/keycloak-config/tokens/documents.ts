import type { Json } from '@keycloak-release-gate/core';

/** What Keycloak gives an application (`access token`, `ID token`, `user info`), each with its claims. */
export type Documents = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** The end of the name of a document that was asked for with every optional scope of the client. */
export const withOptionalScopes = ', with all optional scopes';

/** The name of the document in which a SAML client's mappers stand: its assertions cannot be previewed. */
export const mappersOfAssertion = 'mappers of the assertion';
