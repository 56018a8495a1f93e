import type { Administration, Event } from './administration.ts';
import type { LoginCode } from './codes.ts';
import type { Failure, RealmEvent } from './journey.ts';

interface Since {
  /** The time of the newest event before, by Keycloak's clock: the gate's own may differ. */
  readonly newest: number;
  readonly clientId: string;
  readonly userId: string | undefined;
  /** The errors of the user's logins before, where they may be read. */
  readonly errors: readonly Event[] | undefined;
}

/** What the realm recorded, and whether none of the user's own errors can be missing from it. */
interface Recorded {
  readonly events: RealmEvent[];
  readonly ofUserWhole: boolean;
}

/** The time of the realm's newest event: what is newer later came of the attempt, or of others meanwhile. Undefined where events may not be read. */
export async function newestEvent(administration: Administration, signal: AbortSignal): Promise<number | undefined> {
  const events = await administration.events({ direction: 'desc', max: '1' }, signal);
  return events && (events[0]?.time ?? 0);
}

/** The newest errors of a user's logins, whatever the application; undefined where they may not be read. */
export const loginErrorsOf = (administration: Administration, userId: string, signal: AbortSignal): Promise<readonly Event[] | undefined> =>
  administration.events({ user: userId, type: 'LOGIN_ERROR', direction: 'desc' }, signal);

/**
 * The errors that the realm recorded for the application since then, of the test user or of nobody, and logouts that it refused
 * without knowing whose, the newest first; undefined where they may not be read. The user's own are asked for by themselves: of a client
 * that many people use, only the newest events come.
 */
export async function errorsSince(
  administration: Administration,
  { newest, clientId, userId, errors }: Since,
  signal: AbortSignal,
): Promise<Recorded | undefined> {
  const [ofClient, logouts, ofUser] = await Promise.all([
    administration.events({ client: clientId, direction: 'desc' }, signal),
    administration.events({ type: 'LOGOUT_ERROR', direction: 'desc' }, signal),
    userId === undefined || errors === undefined ? undefined : loginErrorsOf(administration, userId, signal),
  ]);
  if (ofClient === undefined) return undefined;
  // By what was there before: the clocks of two nodes may differ by more than a login takes.
  const known = new Set(errors?.map(({ time }) => time));
  const own = ofUser?.filter(({ time }) => !known.has(time)) ?? [];
  // Keycloak reads the hint of a logout before it looks for the client.
  const anonymous = logouts?.filter((event) => typeof event.clientId !== 'string' && typeof event.userId !== 'string') ?? [];
  const others = [...ofClient, ...anonymous].filter(
    (event) => event.time > newest && (event.userId ?? userId) === userId && !own.some((each) => isSame(each, event)),
  );
  return {
    events: [...own, ...others]
      .filter(({ error }) => error !== undefined)
      .toSorted((a, b) => b.time - a.time)
      .map(({ type, error = '', clientId: client }) => ({ type, error, ...(typeof client === 'string' ? { clientId: client } : {}) })),
    ofUserWhole: ofUser !== undefined,
  };
}

const isSame = (a: Event, b: Event): boolean => a.time === b.time && a.type === b.type && a.error === b.error;

/** What an error of the realm means for a login, by its name in Keycloak's `org.keycloak.events.Errors`. */
const loginErrors: Readonly<Record<string, LoginCode>> = {
  invalid_redirect_uri: 'REDIRECT_URI',
  client_not_found: 'CLIENT_MISSING',
  client_disabled: 'CLIENT_DISABLED',
  user_not_found: 'USER_MISSING',
  invalid_user_credentials: 'BAD_CREDENTIALS',
  user_disabled: 'USER_DISABLED',
  user_temporarily_disabled: 'LOCKED',
  cookie_not_found: 'COOKIE_NOT_FOUND',
  expired_code: 'EXPIRED',
  session_expired: 'EXPIRED',
  generic_authentication_error: 'TOO_MANY_SESSIONS',
  identity_provider_error: 'IDP_FAIL',
  identity_provider_login_failure: 'IDP_FAIL',
};

/** Codes that say only that something is wrong: an event of the realm may say what. */
const vague: ReadonlySet<LoginCode> = new Set([
  'OP_REFUSED',
  'BAD_CREDENTIALS',
  'COOKIE_NOT_FOUND',
  // A theme that marks no input shows the login page again for a wrong password as for one that expired.
  'EXPIRED',
  'UNKNOWN_PAGE',
  'LOGGEDIN_MISSING',
  'START_MISSING',
  'POST_LOGOUT_URI',
]);

/** What Keycloak records of an account, with its user: nobody else's error is taken for it. */
const ofAccount: ReadonlySet<LoginCode> = new Set(['BAD_CREDENTIALS', 'USER_DISABLED', 'LOCKED']);

/** The code of a failure, sharpened by what the realm recorded meanwhile (newest first). Pure. */
export function causeOf(failure: Failure, events: readonly RealmEvent[] = []): LoginCode {
  if (!vague.has(failure.code)) return failure.code;
  if (failure.stage === 'logout') return causeOfLogout(failure.code, events);
  // The user was let in by Keycloak, and the application could do nothing with it.
  if (failure.code === 'LOGGEDIN_MISSING') return events.some(({ type }) => type === 'CODE_TO_TOKEN_ERROR') ? 'APP_CALLBACK' : failure.code;
  const codes = events.flatMap(({ type, error }) => {
    const code = type === 'LOGIN_ERROR' || type.startsWith('IDENTITY_PROVIDER_') ? loginErrors[error] : undefined;
    return code === undefined ? [] : [code];
  });
  const own = codes.find((code) => ofAccount.has(code));
  if (own !== undefined) return own;
  // A page that refuses the password is of this user: a cookie that is missing is then somebody else's, who is at the same client.
  const [code] = failure.code === 'BAD_CREDENTIALS' ? codes.filter((each) => each === 'USER_MISSING') : codes;
  return code ?? failure.code;
}

/** What the realm recorded of this application's own logout counts before what it recorded of one that may be another's. */
function causeOfLogout(code: LoginCode, events: readonly RealmEvent[]): LoginCode {
  const refused = (error: string): RealmEvent | undefined => events.find((event) => event.type === 'LOGOUT_ERROR' && event.error === error);
  if (refused('invalid_redirect_uri')) return code;
  return refused('invalid_token') ? 'LOGOUT_HINT' : code;
}
