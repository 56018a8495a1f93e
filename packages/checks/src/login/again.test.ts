import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialsIn, endsAccount, mayTryAgain } from './again.ts';
import { codes } from './codes.ts';
import type { LoginCode } from './codes.ts';
import type { Attempt } from './journey.ts';
import { next, showsAcceptance } from './next.ts';
import type { Deed, Progress, Route } from './next.ts';
import { knownIds } from './page.ts';
import type { PageSummary } from './page.ts';

type Seen = Parameters<typeof mayTryAgain>[0];
const seen = (code: LoginCode, parts: Partial<Attempt> = {}): Seen => ({ failure: { stage: 'login', code }, ...parts });
const none = { events: [], errorsKept: true } satisfies Partial<Attempt>;

describe('a second attempt', () => {
  it.each<[string, Seen, boolean]>([
    ['follows on what may pass, before the password', seen('NET', { password: 'not typed' }), true],
    ['follows where Keycloak took the password', seen('LOGGEDIN_MISSING', { password: 'accepted' }), true],
    ['follows where the realm keeps errors and has none', seen('OP_5XX', { password: 'typed', ...none }), true],
    ['never follows where nobody knows what became of the password', seen('OP_5XX', { password: 'typed' }), false],
    ['never follows where the realm keeps no errors', seen('OP_5XX', { password: 'typed', events: [], errorsKept: false }), false],
    [
      'never follows a login page that came again without a mark, where the realm says that it was the password',
      seen('EXPIRED', { password: 'typed', events: [{ type: 'LOGIN_ERROR', error: 'invalid_user_credentials' }], errorsKept: true }),
      false,
    ],
    [
      'follows a login page that expired',
      seen('EXPIRED', { password: 'typed', events: [{ type: 'LOGIN_ERROR', error: 'expired_code' }], errorsKept: true }),
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

  it('an account is left alone after a refusal, after a lock, and where nobody knows', () => {
    expect(endsAccount(seen('BAD_CREDENTIALS', { password: 'typed' }))).toBe(true);
    expect(endsAccount({ failure: { stage: 'prepare', code: 'LOCKED' }, password: 'not typed' })).toBe(true);
    expect(endsAccount(seen('OP_5XX', { password: 'typed' }))).toBe(true);
    expect(endsAccount(seen('OP_5XX', { password: 'typed', ...none }))).toBe(false);
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
};

const pages: fc.Arbitrary<Omit<PageSummary, 'document'>> = fc.record({
  url: fc.constantFrom(
    'https://portal.example/',
    'https://elsewhere.example/',
    'https://sso.example/realms/lab/protocol/openid-connect/auth?client_id=portal',
    'https://sso.example/realms/lab/login-actions/authenticate',
    'https://sso.example/realms/lab/login-actions/required-action?execution=TERMS',
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
const events = fc.option(
  fc.array(
    fc.record({
      type: fc.constantFrom('LOGIN_ERROR', 'CODE_TO_TOKEN_ERROR'),
      error: fc.constantFrom('invalid_user_credentials', 'user_temporarily_disabled', 'user_disabled', 'expired_code', 'client_not_found'),
    }),
    { maxLength: 2 },
  ),
  { nil: undefined },
);

/** How often a password is typed on the way through these pages, and what is known of it at the end. */
function way(
  through: readonly Omit<PageSummary, 'document'>[],
  kind: string,
): Pick<Attempt, 'password' | 'failure'> & { readonly typed: number } {
  const broker: Route['broker'] = kind === 'none' ? undefined : { depth: kind === 'redirect' ? 'redirect' : 'login', realm: 'partner' };
  const on: Route = { ...route, ...(broker === undefined ? {} : { broker }) };
  let progress: Progress = { stage: 'login', done: [] };
  let typed = 0;
  const end = (code: LoginCode | undefined): ReturnType<typeof way> => ({
    typed,
    password: progress.accepted ? 'accepted' : typed > 0 ? 'typed' : 'not typed',
    ...(code === undefined ? {} : { failure: { stage: 'login', code } }),
  });
  for (const [document, each] of through.entries()) {
    const page: PageSummary = { ...each, document };
    if (progress.done.includes('password') && showsAcceptance(page, on)) progress = { ...progress, accepted: true };
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
    if (deeds.includes('password')) typed += 1;
    progress = { ...progress, done: [...progress.done, ...deeds], actedOn: document };
  }
  return end('LOGGEDIN_MISSING');
}

describe('whatever pages come', () => {
  it('a password is typed once in an attempt, and a one-time code twice at most', () => {
    fc.assert(
      fc.property(fc.array(pages, { maxLength: 12 }), places, (through, kind) => {
        expect(way(through, kind).typed).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('no second attempt follows on a password that Keycloak may have refused', () => {
    fc.assert(
      fc.property(
        fc.array(pages, { maxLength: 12 }),
        places,
        events,
        fc.boolean(),
        fc.constantFrom(...Object.keys(codes)),
        (through, kind, recorded, errorsKept, code) => {
          const { typed, ...ended } = way(through, kind);
          // Whatever came of the way in the end: the network, the browser and the server may fail at any page.
          const failure = { stage: 'login', code: code as LoginCode } as const;
          const attempt: Seen = { ...ended, failure, errorsKept, ...(recorded === undefined ? {} : { events: recorded }) };
          const refused = recorded?.some(({ type, error }) => type === 'LOGIN_ERROR' && /^(?:invalid_user|user_)/.test(error)) ?? false;
          const provenUnharmed = ended.password === 'accepted' || (recorded !== undefined && errorsKept && !refused);
          if (mayTryAgain(attempt) && typed > 0) expect(provenUnharmed).toBe(true);
          if (typed > 0 && !provenUnharmed) expect(endsAccount(attempt)).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

it('a password is in doubt until something shows what became of it', () => {
  expect(credentialsIn(seen('NET', { password: 'typed' }))).toBe('unknown');
  expect(credentialsIn(seen('NET', { password: 'typed', ...none }))).toBe('untried');
  expect(credentialsIn(seen('NET', { password: 'not typed' }))).toBe('untried');
});
