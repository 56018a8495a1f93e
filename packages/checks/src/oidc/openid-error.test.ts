import { expect, it } from 'vitest';
import { openidGap } from './openid-error.ts';

/** An error as openid-client throws it, with the cause that it wraps. */
const failed = (code: string, cause?: unknown): Error => Object.assign(new Error('something went wrong', { cause }), { code });
const told = (error: unknown): string => {
  const { code, subject, reason } = openidGap(error, 'sso.example', 'application/portal');
  return `${code} ${subject}: ${reason}`;
};

it.each([
  ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'oidc/ISSUER_MISMATCH'],
  ['OAUTH_RESPONSE_IS_NOT_CONFORM', 'oidc/REALM_MISSING'],
  ['OAUTH_RESPONSE_IS_NOT_JSON', 'oidc/NOT_KEYCLOAK'],
  ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'oidc/ENDPOINT_ELSEWHERE'],
  ['OAUTH_KEY_SELECTION_FAILED', 'oidc/KEY_NOT_PUBLISHED'],
])('%s means %s', (code, meaning) => {
  expect(told(failed(code))).toMatch(new RegExp(`^${meaning} application/portal: sso\\.example: .*\\(${code}\\)\\.$`));
});

it('takes the code of the cause where the outer one says nothing', () => {
  expect(told(failed('OAUTH_SOMETHING', failed('OAUTH_RESPONSE_IS_NOT_JSON')))).toMatch(/^oidc\/NOT_KEYCLOAK /);
});

it('reads the cause of a refused connection, which says nothing itself', () => {
  const refused = new TypeError('fetch failed', { cause: failed('ECONNREFUSED') });
  expect(told(failed('OAUTH_SOMETHING', refused))).toBe('oidc/NO_ANSWER application/portal: sso.example: ECONNREFUSED.');
  expect(told(new DOMException('late', 'TimeoutError'))).toMatch(/^oidc\/NO_ANSWER .* gave no answer within/);
});

it('throws what it does not know', () => {
  expect(() => told(new RangeError('a defect'))).toThrow('a defect');
});
