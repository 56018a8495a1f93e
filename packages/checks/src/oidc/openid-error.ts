import { gap } from '@keycloak-release-gate/core';
import type { Code, Gap } from '@keycloak-release-gate/core';
import { networkGap } from './answer.ts';
import { codes } from './codes.ts';

/** What the codes of openid-client's errors mean for a realm of Keycloak. */
const meanings: Readonly<Record<string, readonly [code: Code, words: string]>> = {
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: [codes.ISSUER_MISMATCH, 'the discovery document names another issuer than the realm’s address'],
  OAUTH_RESPONSE_IS_NOT_CONFORM: [codes.REALM_MISSING, 'the answer is no discovery document: there is no such realm'],
  OAUTH_RESPONSE_IS_NOT_JSON: [codes.NOT_KEYCLOAK, 'the answer is a page, not JSON'],
  OAUTH_PARSE_ERROR: [codes.NOT_KEYCLOAK, 'the answer is no JSON'],
  OAUTH_HTTP_REQUEST_FORBIDDEN: [codes.ENDPOINT_ELSEWHERE, 'an endpoint is plain HTTP while the realm is not'],
  OAUTH_INVALID_RESPONSE: [codes.TOKEN_INVALID, 'the answer does not verify'],
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: [codes.TOKEN_INVALID, 'a claim of the token is another one than it must be'],
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: [codes.TOKEN_INVALID, 'the times in the token do not fit the clock of the gate'],
  OAUTH_KEY_SELECTION_FAILED: [codes.KEY_NOT_PUBLISHED, 'the key that the token is signed with is not among the realm’s keys'],
};

/** Why openid-client got no answer that it could use, as a gap. Errors of another kind are thrown again. */
export function openidGap(error: unknown, at: string, subject: string): Gap {
  const known = codesOf(error).find((code) => meanings[code] !== undefined);
  const meaning = known === undefined ? undefined : meanings[known];
  if (meaning === undefined || known === undefined) return networkGap(rootOf(error), at, subject);
  const [code, words] = meaning;
  return gap(code, { subject, reason: `${at}: ${words} (${known}).` });
}

/** The codes of an error and of what caused it, the outermost first. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return [...('code' in error && typeof error.code === 'string' ? [error.code] : []), ...codesOf(error.cause)];
}

/** openid-client wraps what went wrong on the network: fetch throws a TypeError, a deadline a DOMException. */
function rootOf(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof DOMException || !(error instanceof Error) || error.cause === undefined) return error;
  return rootOf(error.cause);
}
