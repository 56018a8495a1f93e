import type { Administration } from './administration.ts';
import type { LoginCode } from './codes.ts';
import type { Failure, RealmEvent } from './journey.ts';

interface Since {
  /** The time of the newest event before, by Keycloak's clock: the gate's own may differ. */
  readonly newest: number;
  readonly clientId: string;
  readonly userId: string | undefined;
}

/** The time of the realm's newest event: what is newer later came of the attempt, or of others meanwhile. Undefined where events may not be read. */
export async function newestEvent(administration: Administration, signal: AbortSignal): Promise<number | undefined> {
  const events = await administration.events({ direction: 'desc', max: '1' }, signal);
  return events && (events[0]?.time ?? 0);
}

/**
 * The errors that the realm recorded for the application since then, of the test user or of nobody, and logouts that it refused
 * without knowing whose; undefined where they may not be read.
 */
export async function errorsSince(
  administration: Administration,
  { newest, clientId, userId }: Since,
  signal: AbortSignal,
): Promise<RealmEvent[] | undefined> {
  const [own, logouts] = await Promise.all([
    administration.events({ client: clientId, direction: 'desc' }, signal),
    administration.events({ type: 'LOGOUT_ERROR', direction: 'desc' }, signal),
  ]);
  // Keycloak reads the hint of a logout before it looks for the client.
  const anonymous = logouts?.filter((event) => typeof event.clientId !== 'string' && typeof event.userId !== 'string') ?? [];
  return own
    ?.concat(anonymous)
    .filter((event) => event.time > newest && event.error !== undefined && (event.userId ?? userId) === userId)
    .map(({ type, error = '', clientId: client }) => ({ type, error, ...(typeof client === 'string' ? { clientId: client } : {}) }));
}

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

/** The code of a failure, sharpened by what the realm recorded meanwhile (newest first). Pure. */
export function causeOf(failure: Failure, events: readonly RealmEvent[] = []): LoginCode {
  if (!vague.has(failure.code)) return failure.code;
  if (failure.stage === 'logout') return causeOfLogout(failure.code, events);
  // The user was let in by Keycloak, and the application could do nothing with it.
  if (failure.code === 'LOGGEDIN_MISSING') return events.some(({ type }) => type === 'CODE_TO_TOKEN_ERROR') ? 'APP_CALLBACK' : failure.code;
  for (const { type, error } of events) {
    const code = type === 'LOGIN_ERROR' || type.startsWith('IDENTITY_PROVIDER_') ? loginErrors[error] : undefined;
    if (code !== undefined) return code;
  }
  return failure.code;
}

/** What the realm recorded of this application's own logout counts before what it recorded of one that may be another's. */
function causeOfLogout(code: LoginCode, events: readonly RealmEvent[]): LoginCode {
  const refused = (error: string): RealmEvent | undefined => events.find((event) => event.type === 'LOGOUT_ERROR' && event.error === error);
  if (refused('invalid_redirect_uri')) return code;
  return refused('invalid_token') ? 'LOGOUT_HINT' : code;
}
