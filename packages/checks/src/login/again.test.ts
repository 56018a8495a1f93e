import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialsIn, endsAccount, mayTryAgain } from './again.ts';
import { codes } from './codes.ts';
import type { LoginCode } from './codes.ts';
import type { Attempt } from './journey.ts';
import { next } from './next.ts';
import type { Deed, Progress, Route } from './next.ts';
import { knownIds } from './page.ts';
import type { PageSummary } from './page.ts';
import { seenOn, withDeeds } from './progress.ts';

type Seen = Parameters<typeof mayTryAgain>[0];
const seen = (code: LoginCode, parts: Partial<Attempt> = {}): Seen => ({ failure: { stage: 'login', code }, ...parts });
const none = { events: [], refusalsSeen: true } satisfies Partial<Attempt>;

describe('a second attempt', () => {
  it.each<[string, Seen, boolean]>([
    ['follows on what may pass, before the password', seen('NET', { password: 'not typed' }), true],
    ['follows where Keycloak took the password', seen('LOGGEDIN_MISSING', { password: 'accepted' }), true],
    ['follows where Keycloak answered, and a refusal would be seen and is not', seen('EXPIRED', { password: 'typed', ...none }), true],
    ['never follows where Keycloak may still be looking at the password', seen('OP_5XX', { password: 'typed', ...none }), false],
    ['never follows on an address that does not answer, either', seen('NET', { password: 'typed', ...none }), false],
    ['never follows where nobody knows what became of the password', seen('EXPIRED', { password: 'typed' }), false],
    ['never follows where a refusal would not be seen', seen('EXPIRED', { password: 'typed', events: [], refusalsSeen: false }), false],
    [
      'never follows a login page that came again without a mark, where the realm says that it was the password',
      seen('EXPIRED', { password: 'typed', events: [{ type: 'LOGIN_ERROR', error: 'invalid_user_credentials' }], refusalsSeen: true }),
      false,
    ],
    [
      'never follows a page that refuses the password, though somebody else lost a cookie at the same client meanwhile',
      seen('BAD_CREDENTIALS', { password: 'typed', events: [{ type: 'LOGIN_ERROR', error: 'cookie_not_found' }], refusalsSeen: true }),
      false,
    ],
    [
      'follows a login page that expired',
      seen('EXPIRED', { password: 'typed', events: [{ type: 'LOGIN_ERROR', error: 'expired_code' }], refusalsSeen: true }),
      true,
    ],
    ['never follows a refused password', seen('BAD_CREDENTIALS', { password: 'typed', ...none }), false],
    ['never follows a locked account', seen('LOCKED', { password: 'not typed', ...none }), false],
    ['never follows at the logout', { failure: { stage: 'logout', code: 'OP_5XX' }, password: 'accepted', ...none }, false],
    ['never follows where there was no failure', { password: 'accepted' }, false],
    ['never follows on an older record', seen('EXPIRED'), false],
  ])('%s', (_what, attempt, may) => {
    expect(mayTryAgain(attempt)).toBe(may);
  });

  // All codes, so that none comes or goes unseen: each was decided for itself.
  const once = new Set<LoginCode>(['NET', 'TLS', 'DNS', 'OP_5XX', 'COOKIE_NOT_FOUND', 'EXPIRED', 'LOGGEDIN_MISSING']);
  it.each((Object.keys(codes) as LoginCode[]).map((code) => [code, once.has(code) ? 'once' : 'never'] as const))(
    'at the login, with no password in doubt, follows on %s %s',
    (code, follows) => {
      const may = (['not typed', 'accepted'] as const).map((password) => mayTryAgain(seen(code, { password })));
      expect(may).toEqual(follows === 'once' ? [true, true] : [false, false]);
    },
  );

  it('an account is left alone after a refusal, after a lock, and where nobody knows', () => {
    expect(endsAccount(seen('BAD_CREDENTIALS', { password: 'typed' }))).toBe(true);
    expect(endsAccount({ failure: { stage: 'prepare', code: 'LOCKED' }, password: 'not typed' })).toBe(true);
    expect(endsAccount(seen('OP_5XX', { password: 'typed' }))).toBe(true);
    expect(endsAccount(seen('OP_5XX', { password: 'typed', ...none }))).toBe(true);
    expect(endsAccount(seen('EXPIRED', { password: 'typed', ...none }))).toBe(false);
    expect(endsAccount({ password: 'accepted' })).toBe(false);
  });
});

const route: Route = {
  publicUrl: 'https://sso.example',
  applicationUrl: 'https://portal.example',
  realm: 'lab',
  clientId: 'portal',
  consent: true,
  start: true,
  confirmation: true,
  localLogout: false,
  singlePage: false,
};

const pages: fc.Arbitrary<Omit<PageSummary, 'document'>> = fc.record({
  url: fc.constantFrom(
    'https://portal.example/',
    'https://elsewhere.example/',
    'https://sso.example/realms/lab/protocol/openid-connect/auth?client_id=portal',
    'https://sso.example/realms/lab/login-actions/authenticate',
    'https://sso.example/realms/lab/login-actions/required-action?execution=TERMS',
    'https://sso.example/realms/lab/broker/partner/endpoint',
    'https://sso.example/realms/partner/login-actions/authenticate',
    'about:blank',
  ),
  status: fc.constantFrom(200, 400, 403, 500),
  quiet: fc.constantFrom(0, 10_000),
  templates: fc.constant([]),
  ids: fc.subarray([...knownIds]),
  invalid: fc.boolean(),
  loggedIn: fc.boolean(),
  start: fc.boolean(),
  broker: fc.boolean(),
});
const places = fc.constantFrom('none', 'partner', 'redirect');
/** What others do at the same client meanwhile, and what Keycloak does not say of whom it is. */
const ofOthers = fc.record({
  type: fc.constantFrom('LOGIN_ERROR', 'CODE_TO_TOKEN_ERROR'),
  error: fc.constantFrom('expired_code', 'cookie_not_found', 'session_expired', 'user_not_found', 'client_not_found'),
});

/** How often what was given on the way through these pages, and what is known of it at the end. */
interface Gone extends Pick<Attempt, 'password' | 'failure'> {
  readonly passwords: number;
  readonly codes: number;
  /** Keycloak may have looked at the last thing that was typed: no page came since that shows that it took it. */
  readonly inDoubt: boolean;
}

function way(through: readonly Omit<PageSummary, 'document'>[], kind: string): Gone {
  const broker: Route['broker'] = kind === 'none' ? undefined : { depth: kind === 'redirect' ? 'redirect' : 'login', realm: 'partner' };
  const on: Route = { ...route, ...(broker === undefined ? {} : { broker }) };
  let progress: Progress = { stage: 'login', done: [] };
  let inDoubt = false;
  const times = (deed: Deed): number => progress.done.filter((each) => each === deed).length;
  const end = (code: LoginCode | undefined): Gone => ({
    passwords: times('password'),
    codes: times('code') + times('code again'),
    inDoubt,
    password: progress.accepted ? 'accepted' : times('password') + times('code') > 0 ? 'typed' : 'not typed',
    ...(code === undefined ? {} : { failure: { stage: 'login', code } }),
  });
  for (const [document, each] of through.entries()) {
    const page: PageSummary = { ...each, document };
    const asksForCode = page.ids.some((id) => id === 'otp' || id === 'kc-otp-login-form');
    if (page.url.startsWith(route.applicationUrl) || (asksForCode && times('code') === 0)) inDoubt = false;
    // An identity provider sends nobody back whom it did not let in.
    if (kind !== 'none' && /broker\/partner\/endpoint/.test(page.url)) inDoubt = false;
    if (/required-action/.test(page.url) || (page.ids.includes('kc-oauth') && !asksForCode)) inDoubt = false;
    progress = seenOn(page, progress, on);
    const action = next(page, progress, on);
    if (action.do === 'fail') return end(action.code);
    if (action.do === 'wait') continue;
    if (['arrived', 'arrived-at-provider', 'landed'].includes(action.do)) return end(undefined);
    const deeds: Deed[] =
      action.do === 'credentials'
        ? [...(action.username ? (['username'] as const) : []), ...(action.password ? (['password'] as const) : [])]
        : action.do === 'code'
          ? [action.again ? 'code again' : 'code']
          : [action.do as Deed];
    if (deeds.some((deed) => ['password', 'code', 'code again'].includes(deed))) inDoubt = true;
    progress = withDeeds(progress, deeds, document);
  }
  return end('LOGGEDIN_MISSING');
}

const journeys = fc.record({
  through: fc.array(pages, { maxLength: 12 }),
  kind: places,
  // Whatever came of the way in the end: the network, the browser and the server may fail at any page.
  code: fc.option(fc.constantFrom(...(Object.keys(codes) as LoginCode[])), { nil: undefined }),
  others: fc.array(ofOthers, { maxLength: 2 }),
  /** What Keycloak made of it, which the gate may or may not see. */
  judged: fc.constantFrom(undefined, 'invalid_user_credentials', 'user_temporarily_disabled', 'user_disabled'),
  eventsRead: fc.boolean(),
  refusalsSeen: fc.boolean(),
});

describe('whatever pages come', () => {
  it('a password is typed once in an attempt, and a one-time code twice at most', () => {
    fc.assert(
      fc.property(fc.array(pages, { maxLength: 12 }), places, (through, kind) => {
        const { passwords, codes: typed } = way(through, kind);
        expect(passwords).toBeLessThanOrEqual(1);
        expect(typed).toBeLessThanOrEqual(2);
      }),
      { numRuns: 3_000 },
    );
  });

  it('no second attempt follows unless it is certain that no credentials were refused', () => {
    fc.assert(
      fc.property(journeys, ({ through, kind, code, others, judged, eventsRead, refusalsSeen }) => {
        const { inDoubt, password, ...gone } = way(through, kind);
        const failure = code === undefined ? gone.failure : ({ stage: 'login', code } as const);
        const shown = eventsRead && refusalsSeen && kind === 'none';
        const ofUser = inDoubt && shown && judged !== undefined ? [{ type: 'LOGIN_ERROR', error: judged }] : [];
        const attempt: Seen = {
          ...(password === undefined ? {} : { password }),
          ...(failure === undefined ? {} : { failure }),
          ...(eventsRead ? { events: [...others, ...ofUser], refusalsSeen: shown } : {}),
        };
        if (!inDoubt) return;
        // Keycloak answered with a page of its own, and would have told of a refusal.
        const isCertain = shown && judged === undefined && (failure?.code === 'EXPIRED' || failure?.code === 'COOKIE_NOT_FOUND');
        if (failure !== undefined && !isCertain) {
          expect(mayTryAgain(attempt)).toBe(false);
          expect(endsAccount(attempt)).toBe(true);
          expect(credentialsIn(attempt)).not.toBe('accepted');
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

it('a password is in doubt until something shows what became of it', () => {
  expect(credentialsIn(seen('NET', { password: 'typed' }))).toBe('unknown');
  expect(credentialsIn(seen('NET', { password: 'typed', ...none }))).toBe('unknown');
  expect(credentialsIn(seen('COOKIE_NOT_FOUND', { password: 'typed', ...none }))).toBe('untried');
  expect(credentialsIn(seen('NET', { password: 'not typed' }))).toBe('untried');
});

it('a one-time code is in doubt as the password before it was', () => {
  const page = (url: string, ...ids: PageSummary['ids']): Omit<PageSummary, 'document'> => ({
    url: `https://sso.example/realms/lab/${url}`,
    quiet: 0,
    templates: [],
    ids,
    invalid: false,
    loggedIn: false,
    start: false,
    broker: false,
  });
  const asked = page('login-actions/authenticate', 'otp');
  const first = [page('protocol/openid-connect/auth', 'username', 'password'), asked];
  expect(way(first, 'none')).toMatchObject({ password: 'typed', codes: 1 });
  // A theme without a mark shows a wrong code as one that expired.
  const { failure, password } = way([...first, asked], 'none');
  expect({ failure, password }).toEqual({ failure: { stage: 'login', code: 'EXPIRED' }, password: 'typed' });
  expect(credentialsIn({ ...(failure ? { failure } : {}), password })).toBe('unknown');
});
