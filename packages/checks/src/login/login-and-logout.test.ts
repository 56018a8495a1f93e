import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journey } from './journey.ts';
import type { Failure } from './journey.ts';
import { loginAndLogout } from './login-and-logout.ts';

// Recorded in a real browser on real applications, with Keycloak 26.4.0 (healthy) and 26.7.4 (one thing broken in each).
const fixtures = join(import.meta.dirname, 'fixtures');
const read = (name: string): Journey => Journey.parse(JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')));

const { check } = loginAndLogout;
const judge = (seen: Journey, declared: object = {}) =>
  check.judge({ seen }, check.expects.parse({ protectedPath: '/protected', ...declared }), { now: '2026-11-23T21:00:00Z' });

function told(seen: Journey, declared: object = {}): string[] {
  const { findings, gaps = [] } = judge(seen, declared);
  return [
    ...findings.map(({ code, severity, subject, message }) => `${severity} ${code} ${subject}: ${message}`),
    ...gaps.map(({ code, subject, reason }) => `gap ${code} ${subject}: ${reason}`),
  ];
}

const recorded: readonly (readonly [name: string, declared: object, told: readonly string[]])[] = [
  [
    'application-down',
    {},
    [
      'gap login/NET application/express: An address does not answer. At the login, at 127.0.31.12:35427/. Seen: "net::ERR_CONNECTION_REFUSED".',
    ],
  ],
  [
    'application-session-alive',
    {},
    ['fail login/APP_SESSION_ALIVE application/express: After the logout, /protected still lets the old cookies in (200 at /protected).'],
  ],
  [
    'client-disabled',
    {},
    [
      'fail login/CLIENT_DISABLED application/express: The client of the application is disabled. At the login, at 127.0.20.1:18080/realms/lab/protocol/openid-connect/auth, HTTP 400, page login-error. Seen: "Client disabled.". The realm recorded: LOGIN_ERROR client_disabled, LOGIN_ERROR invalid_redirect_uri.',
    ],
  ],
  [
    'client-missing',
    {},
    [
      'fail login/CLIENT_MISSING application/express: Keycloak does not know the client of the application. At the login, at 127.0.20.1:18080/realms/lab/protocol/openid-connect/auth, HTTP 400, page login-error. Seen: "Client not found.". The realm recorded: LOGIN_ERROR client_not_found.',
    ],
  ],
  [
    'client-secret-apache',
    {},
    [
      'fail login/APP_CALLBACK application/apache: The application fails when the user comes back from Keycloak. At the login, at 127.0.31.11:43571/redirect_uri, HTTP 200. The realm recorded: CODE_TO_TOKEN_ERROR invalid_client_credentials.',
    ],
  ],
  [
    'client-secret',
    {},
    [
      'fail login/APP_CALLBACK application/express: The application fails when the user comes back from Keycloak. At the login, at 127.0.31.12:35427/callback, HTTP 400. The realm recorded: CODE_TO_TOKEN_ERROR invalid_client_credentials.',
    ],
  ],
  [
    'consent-unexpected',
    {},
    [
      'fail login/CONSENT application/express: The application suddenly asks for consent. At the login, at 127.0.20.1:18080/realms/lab/login-actions/required-action, HTTP 200, page login-login-oauth-grant. The realm recorded: LOGIN_ERROR client_not_found.',
    ],
  ],
  [
    'failure-on-record',
    {},
    [
      'gap login/LOCKED application/express: The test user is locked, or a failed login of it is on record. Before the login. Failed logins on record: 1.',
    ],
  ],
  ['healthy-brokered', {}, []],
  ['healthy-consent', {}, []],
  ['healthy-local-logout', { ends: 'application' }, []],
  ['healthy-single-page', { localSession: 'none' }, []],
  ['healthy', {}, []],
  [
    'idp-client-disabled',
    {},
    [
      'fail login/IDP_FAIL application/brokered: The login at the other identity provider fails. At the login, at 127.0.20.1:18080/realms/lab-idp/protocol/openid-connect/auth, HTTP 400, page login-error. Seen: "Client disabled.".',
    ],
  ],
  [
    'idp-down',
    {},
    [
      'fail login/IDP_FAIL application/brokered: The login at the other identity provider fails. At the login, at 127.0.0.9:9/auth. Seen: "net::ERR_UNSAFE_PORT".',
    ],
  ],
  [
    'idp-redirect-only',
    {},
    [
      'gap login/IDP_ONLY_REDIRECT application/brokered: The login was followed to the identity provider and no further. At the login, at 127.0.20.1:18080/realms/lab-idp/protocol/openid-connect/auth, HTTP 200, page login-login.',
    ],
  ],
  [
    'idp-secret',
    {},
    [
      'fail login/IDP_FAIL application/brokered: The login at the other identity provider fails. At the login, at 127.0.20.1:18080/realms/lab/broker/lab-idp/endpoint, HTTP 502, page login-error. Seen: "Unexpected error when authenticating with identity provider". The realm recorded: IDENTITY_PROVIDER_LOGIN_ERROR identity_provider_login_failure.',
    ],
  ],
  [
    'landing',
    { landsOn: 'http://127.0.31.12:35427/goodbye' },
    ['fail login/LOGOUT_LANDING application/express: The logout ended on http://127.0.31.12:35427/signed-out.'],
  ],
  [
    'logged-in-missing',
    {},
    [
      'fail login/LOGGEDIN_MISSING application/express: Back at the application, nothing shows that one is logged in. At the login, at 127.0.31.12:35427/, HTTP 200.',
    ],
  ],
  [
    'logout-confirmation',
    {},
    [
      "fail login/LOGOUT_CONFIRM application/express: Keycloak asks whether to log out. At the logout, at 127.0.20.1:18080/realms/lab/protocol/openid-connect/logout, HTTP 200, page login-logout-confirm. Keycloak's session lived on.",
      'fail login/APP_SESSION_ALIVE application/express: After the logout, /protected still lets the old cookies in (200 at /protected).',
    ],
  ],
  [
    'logout-missing',
    {},
    ["fail login/LOGOUT_MISSING application/express: The application's logout cannot be found. At the logout, at 127.0.31.12:35427/."],
  ],
  [
    'logout-page-of-keycloak',
    { landsOn: 'http://127.0.31.12:35427/signed-out' },
    [
      'fail login/LOGOUT_LANDING application/express: The logout ended on http://127.0.20.1:18080/realms/lab/protocol/openid-connect/logout.',
    ],
  ],
  [
    'not-proven',
    {},
    [
      "gap login/NOT_PROVEN application/express: Neither the gate's witness nor the list of the user's sessions could be asked whether Keycloak's session ended.",
    ],
  ],
  [
    'other-client',
    {},
    [
      'fail login/CLIENT_MISMATCH application/express: The application asks for another client or realm than the one declared. At the login, at 127.0.20.1:18080/realms/lab/protocol/openid-connect/auth, HTTP 200, page login-login. Seen: "client lab-express".',
    ],
  ],
  [
    'otp-rejected',
    {},
    [
      'fail login/OTP_REJECTED application/totp: Keycloak refuses the one-time code. At the login, at 127.0.20.1:18080/realms/lab/login-actions/authenticate, HTTP 200, page login-login-otp. The realm recorded: LOGIN_ERROR invalid_user_credentials.',
    ],
  ],
  [
    'password-wrong',
    {},
    [
      'fail login/BAD_CREDENTIALS application/express: Keycloak refuses the password of the test user. At the login, at 127.0.20.1:18080/realms/lab/login-actions/authenticate, HTTP 200, page login-login. The realm recorded: LOGIN_ERROR invalid_user_credentials.',
    ],
  ],
  [
    'path-not-protected',
    { protectedPath: '/signed-out' },
    [
      'gap login/PATH_NOT_PROTECTED application/express: /signed-out answered a stranger and the logged-in user alike (200 at /signed-out).',
    ],
  ],
  [
    'post-logout-uri',
    {},
    [
      `fail login/POST_LOGOUT_URI application/express: The address to return to after the logout is not allowed. At the logout, at 127.0.20.1:18080/realms/lab/protocol/openid-connect/logout, HTTP 400, page login-error. Seen: "Invalid redirect uri". The realm recorded: LOGOUT_ERROR invalid_redirect_uri. Keycloak's session lived on.`,
    ],
  ],
  [
    'redirect-uri',
    {},
    [
      `fail login/REDIRECT_URI application/express: The application's redirect address is not allowed. At the login, at 127.0.20.1:18080/realms/lab/protocol/openid-connect/auth, HTTP 400, page login-error. Seen: "Invalid parameter: redirect_uri". The realm recorded: LOGIN_ERROR invalid_redirect_uri.`,
    ],
  ],
  [
    'required-action',
    {},
    [
      'fail login/REQUIRED_ACTION application/express: Keycloak wants something of the user before it lets them in. At the login, at 127.0.20.1:18080/realms/lab/login-actions/required-action, HTTP 200, page login-login-update-password. Seen: "UPDATE_PASSWORD".',
    ],
  ],
  [
    'session-alive',
    {},
    [
      "fail login/OP_SESSION_ALIVE application/express-local: Keycloak's session did not end: the cookies from before the logout still log in silently; it is still in the list of the user's sessions; a refresh token of it still gives new tokens.",
    ],
  ],
  ['user-disabled', {}, ['fail login/USER_DISABLED application/express: The test user is disabled. Before the login.']],
];

describe('what an earlier run saw', () => {
  const names = recorded.map(([name]) => name);

  it.each(names)('decides nothing about %s', (name) => {
    const seen = read(name);
    const expected = check.expects.parse({ protectedPath: '/protected' });
    const alone = { ...judge(seen), exhibits: [] };
    for (const other of names) {
      const before = { run: '01M854M8HJMQYJY33CKWGG64FW', suite: 'health', at: '2026-11-22T21:00:00.123Z', evidence: read(other) };
      expect({ ...check.judge({ seen, before }, expected, { now: '2026-11-23T21:00:00Z' }), exhibits: [] }).toEqual(alone);
    }
  });
});

describe('a recorded journey', () => {
  it.each(recorded)('%s', (name, declared, expected) => {
    expect(told(read(name), declared)).toEqual(expected);
  });

  it('is judged here, every one of them', () => {
    expect(
      readdirSync(fixtures)
        .map((file) => file.replace('.json', ''))
        .toSorted(),
    ).toEqual(recorded.map(([name]) => name).toSorted());
  });
});

describe('what tells the cause', () => {
  /** The recorded journey, with more of its failure. */
  const withMore = (name: string, more: Partial<Failure>): Journey => {
    const journey = read(name);
    return Journey.parse({
      ...journey,
      attempts: journey.attempts.map((attempt) => ({ ...attempt, failure: { ...attempt.failure, ...more } })),
    });
  };
  const asked = { returnTo: 'https://portal.example/new', clientId: 'portal' };
  const first = (...seen: Parameters<typeof withMore>): string | undefined =>
    told(withMore(...seen))[0]
      ?.split(': ')
      .slice(1)
      .join(': ');

  it('is the address that is not allowed, with the client that it was looked for at', () => {
    expect(first('redirect-uri', { asked })).toMatch(
      /^The application's redirect address is not allowed: "https:\/\/portal\.example\/new" is not among the valid redirect URIs of client "portal"\. At the login, /,
    );
    expect(first('post-logout-uri', { asked })).toMatch(
      /not allowed: "https:\/\/portal\.example\/new" is not among the valid post logout redirect URIs of client "portal"\. At the logout, /,
    );
    expect(first('post-logout-uri', { asked: { returnTo: 'x' } })).toContain('URIs of the client. At the logout, ');
  });

  it('is not that address where Keycloak refused something else', () => {
    expect(withMore('client-missing', { asked })).not.toEqual(read('client-missing'));
    expect(told(withMore('client-missing', { asked }))).toEqual(told(read('client-missing')));
    expect(told(withMore('client-disabled', { asked }))).toEqual(told(read('client-disabled')));
  });

  it("is the title of Keycloak's page that is not known", () => {
    expect(first('redirect-uri', { code: 'UNKNOWN_PAGE', title: 'Back soon' })).toContain(' The page is titled "Back soon".');
  });

  it('is the certificate, with its names and its expiry', () => {
    const certificate = { names: ['a.example', 'b.example'], validTo: '2026-11-01T00:00:00.000Z' };
    const line = (more: Partial<Failure>): string | undefined =>
      first('application-down', { code: 'TLS', host: 'portal.example', path: '/', detail: 'net::ERR_CERT_DATE_INVALID', ...more });
    const before = 'The browser does not trust the certificate. At the login, at portal.example/. Seen: "net::ERR_CERT_DATE_INVALID".';
    expect(line({})).toBe(before);
    expect(line({ certificate })).toBe(
      `${before} The certificate of portal.example is for "a.example", "b.example", and expired on 2026-11-01T00:00:00.000Z.`,
    );
    expect(line({ certificate: { names: ['a.example'], validTo: '2027-11-01T00:00:00.000Z' } })).toBe(
      `${before} The certificate of portal.example is for "a.example", and expires on 2027-11-01T00:00:00.000Z.`,
    );
  });
});

describe('a good journey', () => {
  it('tells how long it took and what proves the logout', () => {
    const { facts = [] } = judge(read('healthy'));
    expect(facts.map(({ name }) => name)).toEqual(['login', 'logout', 'the logout is proven by']);
    expect(facts.at(-1)?.value).toBe(
      "the cookies from before the logout no longer log in; the session is gone from the user's sessions; its refresh token is refused; " +
        'the application shows nobody logged in; /protected no longer lets the old cookies in',
    );
  });

  it('that needed a second try is never plainly good', () => {
    const [good] = read('healthy').attempts;
    const [bad] = read('application-down').attempts;
    const attempts = [bad, good].filter((attempt) => attempt !== undefined);
    expect(told({ application: 'express', attempts })).toEqual([
      'warn login/FLAKY application/express: At the first try: An address does not answer (127.0.31.12:35427/).',
    ]);
  });

  it('that needed a second one-time code is never plainly good', () => {
    const again = read('healthy').attempts.map((attempt) => ({
      ...attempt,
      steps: attempt.steps.map((step) => (step.did === undefined ? step : { ...step, did: 'code again' })),
    }));
    expect(told({ application: 'express', attempts: again })).toEqual([
      'warn login/FLAKY application/express: The first one-time code was refused, and the next one was taken: check the clocks.',
    ]);
  });

  it('shows its pages and pictures', () => {
    const { exhibits = [] } = judge(read('healthy'));
    expect(exhibits.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'table: The way of the browser',
      'strip: The way in pictures',
      'table: How long it took',
    ]);
  });
});

describe('what could not be proven', () => {
  const without = (...names: readonly string[]): Journey => {
    const journey = read('healthy');
    const attempts = journey.attempts.map((attempt) => ({
      ...attempt,
      proofs: Object.fromEntries(Object.entries(attempt.proofs ?? {}).filter(([name]) => !names.includes(name))),
    }));
    return Journey.parse({ ...journey, attempts });
  };

  it('is a gap as soon as nothing was seen of the session', () => {
    expect(told(without('silentLogin', 'sessionList', 'refresh'))).toEqual([
      "gap login/NOT_PROVEN application/express: Neither the gate's witness nor the list of the user's sessions could be asked whether Keycloak's session ended.",
    ]);
  });

  it('is none while one of the proofs is left', () => {
    expect(told(without('silentLogin', 'refresh'))).toEqual([]);
    expect(told(without('sessionList', 'refresh'))).toEqual([]);
    expect(told(without('silentLogin', 'sessionList'))).toEqual([]);
  });

  it('is a gap when the protected path gave no answer', () => {
    expect(told(without('replay'))).toEqual(['gap login/NOT_PROVEN application/express: /protected gave no answer to the gate.']);
  });

  it('is a warning where no protected path is declared, and the application has a session of its own', () => {
    const undeclared = { protectedPath: undefined };
    expect(told(read('healthy'), undeclared)).toEqual([
      'warn login/PATH_NOT_DECLARED application/express: No `protectedPath` is declared for it.',
    ]);
    expect(told(read('healthy'), { ...undeclared, localSession: 'none' })).toEqual([]);
  });

  it('is a gap when a logout that ends only the local session has no protected path', () => {
    expect(told(read('healthy-local-logout'), { ends: 'application', protectedPath: undefined })).toEqual([
      'gap login/NOT_PROVEN application/express-local: No `protectedPath` is declared for it, and its logout leaves Keycloak’s session alone.',
    ]);
  });
});

describe('where a logout ends', () => {
  const landingWith = (status: number, name = 'healthy'): Journey => {
    const journey = read(name);
    const attempts = journey.attempts.map((attempt) => ({ ...attempt, logout: attempt.logout && { ...attempt.logout, status } }));
    return Journey.parse({ ...journey, attempts });
  };

  it.each([200, 204, 401, 403])('HTTP %i is no error', (status) => {
    expect(told(landingWith(status))).toEqual([]);
  });

  it.each([404, 410, 500, 503])('HTTP %i is one', (status) => {
    expect(told(landingWith(status))).toEqual([
      `fail login/LANDING_ERROR application/express: The logout ended on http://127.0.32.12:36015/signed-out with HTTP ${status}.`,
    ]);
  });

  it('may have any status but an error of the server where a script makes the page', () => {
    const onScript = (status: number): Journey => landingWith(status, 'healthy-single-page');
    expect(told(onScript(404), { localSession: 'none' })).toEqual([]);
    expect(judge(onScript(500), { localSession: 'none' }).findings.map(({ code }) => code)).toEqual(['login/LANDING_ERROR']);
  });
});

describe('a session that is wholly in cookies', () => {
  const stateless = { localSession: 'stateless' };

  it('is over where the browser no longer has them', () => {
    expect(told(read('healthy'), stateless)).toEqual([]);
    expect(judge(read('healthy'), stateless).facts?.at(-1)?.value).toContain("/protected no longer lets the browser's own cookies in");
  });

  it('is alive where the browser still does', () => {
    expect(told(read('application-session-alive'), stateless)).toEqual([
      "fail login/APP_SESSION_ALIVE application/express: After the logout, /protected still lets the browser's own cookies in (200 at /protected).",
    ]);
  });
});

describe('a logout that did not come to its end', () => {
  it('hides no session that lives on beside it, whatever is known of its failure', () => {
    const [failed] = read('post-logout-uri').attempts;
    const [alive] = read('application-session-alive').attempts;
    const proofs = { ...failed?.proofs, ...(alive?.proofs?.replay === undefined ? {} : { replay: alive.proofs.replay }) };
    expect(told(Journey.parse({ application: 'express', attempts: [{ ...failed, proofs }] })).map((line) => line.split(' ')[1])).toEqual([
      'login/POST_LOGOUT_URI',
      'login/APP_SESSION_ALIVE',
    ]);
  });
});

it('a session of the gate that may have been left is told, with whose it is, and fails nothing that is well', () => {
  const leaving = (name: string): Journey => {
    const journey = read(name);
    return { ...journey, attempts: journey.attempts.map((attempt) => ({ ...attempt, cleanUp: 'failed' as const })) };
  };
  const left = `warn login/SESSION_LEFT application/express: A session of "robin" in realm "lab" was begun, or may have been, and could not be ended.`;
  const declared = { username: 'robin', realms: ['lab'] };
  expect(told(leaving('healthy'), declared)).toEqual([left]);
  expect(told(leaving('redirect-uri'), declared).at(-1)).toBe(left);
  expect(told(read('redirect-uri'), declared)).toHaveLength(1);
});

describe('single logout', () => {
  const stranger = { status: 302, inApplication: false, path: '/protected', shape: '1' };
  const open = { status: 200, inApplication: true, path: '/protected', shape: '2' };
  const withPeer = (peer: object, proofs: object = {}): Journey => {
    const journey = read('healthy');
    const attempts = journey.attempts.map((attempt) => ({
      ...attempt,
      proofs: { ...attempt.proofs, ...proofs, peers: [{ application: 'wiki', ...peer }] },
    }));
    return Journey.parse({ ...journey, attempts });
  };

  it('is proven where the peer no longer lets in', () => {
    const journey = withPeer({ access: { stranger, before: open, after: stranger }, milliseconds: 1_234 });
    expect(told(journey)).toEqual([]);
    expect(judge(journey).facts?.at(-1)?.value).toContain('"wiki" no longer lets the user in, 1.2 s later');
  });

  it('is found not to be where the peer still lets in', () => {
    const peer = { access: { stranger, before: open, after: open }, milliseconds: 10_100 };
    expect(told(withPeer(peer))).toEqual([
      'fail login/SLO_NOT_PROPAGATED application/express: 10.1 s after the logout, "wiki" still lets the user in (200 at /protected).',
    ]);
    // While Keycloak's session lives, nothing could reach the peer.
    const alive = { sessionList: { session: 'alive', milliseconds: 5_000 } };
    expect(told(withPeer(peer, alive)).map((line) => line.split(' ')[1])).toEqual(['login/OP_SESSION_ALIVE']);
  });

  it('is not proven where it could not be looked at', () => {
    const not = (peer: object): string[] => told(withPeer(peer)).map((line) => line.split('is not proven: ')[1] ?? line);
    expect(not({ why: 'it declares no `protectedPath`' })).toEqual(['it declares no `protectedPath`.']);
    expect(not({ access: { stranger, before: stranger, after: stranger } })).toEqual([
      'its protected path answered a stranger and the logged-in user alike (302 at /protected, leaving the application).',
    ]);
    expect(not({ access: { stranger, before: open } })).toEqual(['it gave no answer after the logout.']);
    expect(not({ access: { stranger, before: open, after: { ...open, status: 500 } } })).toEqual([
      "its answer is neither that of before nor a stranger's (500 at /protected).",
    ]);
  });
});
