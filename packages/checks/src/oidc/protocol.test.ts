import { expect, it } from 'vitest';
import type { CodeTrial, GateClients } from './gate-clients.ts';
import { protocol } from './protocol.ts';
import type { TokenTrial } from './token-trial.ts';

// As seen on Keycloak 26.7.4, whose reader is in the audience of its own roles only.
const granted = {
  kind: 'granted',
  expiresIn: 300,
  verified: true,
  keyId: 'key',
  algorithm: 'RS256',
  audienceHasClient: false,
  idToken: true,
  userinfo: 'same',
  introspection: 'inactive',
  afterRevocation: 'inactive',
  adminAfterRevocation: 'refused',
} as const;
const code: CodeTrial = { sentBack: 'login_required', secret: 'taken' };

const { check } = protocol;
const judge = (seen: Omit<GateClients, 'realm'>) => check.judge({ seen: { realm: 'lab', ...seen } }, {}, { now: '2026-11-27T18:00:00Z' });
const told = (token: TokenTrial, witness: CodeTrial = code): string[] =>
  judge({ reader: { clientId: 'release-gate', token }, witness: { clientId: 'release-gate-witness', code: witness } }).findings.map(
    ({ code: name, severity, subject, message }) => `${severity} ${name} ${subject}: ${message}`,
  );

it('finds nothing wrong with a healthy realm, and tells how far it got', () => {
  expect(judge({ reader: { clientId: 'release-gate', token: granted }, witness: { clientId: 'release-gate-witness', code } })).toEqual({
    findings: [],
    facts: [
      { name: 'signed with', value: 'RS256' },
      { name: 'valid for', value: 300, unit: 's' },
      { name: 'active by introspection', value: 'not to be asked by this client' },
      { name: 'userinfo names the same', value: true },
      { name: 'inactive once it is revoked', value: true },
      { name: 'the code flow with PKCE gets to', value: 'the login of a person' },
    ],
  });
});

it('finds a realm that gives nobody a token, and no second cause in what its pages say', () => {
  expect(
    told({ kind: 'refused', status: 403, error: 'access_denied', description: 'Realm not enabled' }, { page: 400, secret: 'refused' }),
  ).toEqual(['fail oidc/TOKEN_ENDPOINT realm/lab: Keycloak answered HTTP 403, access_denied (Realm not enabled).']);
});

it('warns of a client of the gate’s own that is refused, which no application feels', () => {
  expect(
    told({ kind: 'refused', status: 401, error: 'unauthorized_client', description: 'Invalid client or Invalid client credentials' }),
  ).toEqual([
    'warn oidc/GATE_CLIENT_REFUSED client/release-gate: Keycloak answered HTTP 401, unauthorized_client (Invalid client or Invalid client credentials).',
  ]);
  const refused = (witness: CodeTrial): string[] => told(granted, witness);
  expect(refused({ page: 400, secret: 'taken' })).toEqual([
    'warn oidc/GATE_CLIENT_REFUSED client/release-gate-witness: Keycloak shows a page with HTTP 400 instead of sending the browser back.',
  ]);
  expect(refused({ sentBack: 'invalid_request', description: 'Missing parameter: code_challenge_method', secret: 'taken' })).toEqual([
    'warn oidc/GATE_CLIENT_REFUSED client/release-gate-witness: Keycloak sends a login back with invalid_request (Missing parameter: code_challenge_method).',
  ]);
  expect(refused({ sentBack: 'login_required', secret: 'refused' })).toEqual([
    'warn oidc/GATE_CLIENT_REFUSED client/release-gate-witness: Keycloak refuses its secret.',
  ]);
});

it('finds a token that is refused while it is fresh, or taken once it is revoked', () => {
  expect(told({ ...granted, userinfo: 'refused' })).toEqual([
    'fail oidc/USERINFO realm/lab: The userinfo endpoint refuses a token that was given a moment before.',
  ]);
  expect(told({ ...granted, userinfo: 'another' })).toEqual([
    'fail oidc/USERINFO realm/lab: The userinfo endpoint names somebody else than the token.',
  ]);
  expect(told({ ...granted, adminAfterRevocation: 'taken' })).toEqual([
    'fail oidc/TOKEN_ALIVE realm/lab: The admin API takes a token that was revoked a moment before.',
  ]);
  expect(told({ ...granted, idToken: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })).toEqual([
    'fail oidc/TOKEN_INVALID realm/lab: Verifying the ID token gives ERR_JWS_SIGNATURE_VERIFICATION_FAILED.',
  ]);
});

it('is not there for a realm in which the gate has no client', () => {
  const environment = { gate: { admin: { realm: 'master', clientId: 'release-gate', secret: { secret: 'variable', name: 'S' } } } };
  expect(check.skip({ suite: 'health', environment: environment as never }, 'lab')).toBe(
    'The gate has no client of its own in this realm.',
  );
  expect(check.skip({ suite: 'health', environment: environment as never }, 'master')).toBeUndefined();
});
