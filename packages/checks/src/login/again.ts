import type { LoginCode } from './codes.ts';
import { causeOf } from './events.ts';
import type { Attempt } from './journey.ts';

/** Causes that may pass by themselves: one more attempt, in a fresh context. */
const mayPass: ReadonlySet<LoginCode> = new Set(['NET', 'TLS', 'DNS', 'OP_5XX', 'COOKIE_NOT_FOUND', 'EXPIRED', 'LOGGEDIN_MISSING']);
/** Causes by which Keycloak said no to the credentials themselves. */
const refusals: ReadonlySet<LoginCode> = new Set(['BAD_CREDENTIALS', 'LOCKED', 'OTP_REJECTED']);
/** Pages with which Keycloak answered what was typed. Whatever else comes may come while it has not looked at it yet. */
const answers: ReadonlySet<LoginCode> = new Set(['COOKIE_NOT_FOUND', 'EXPIRED']);
/** Errors of a login that say nothing against the password. */
const harmless: ReadonlySet<string> = new Set(['cookie_not_found', 'expired_code', 'session_expired']);

type Seen = Pick<Attempt, 'failure' | 'events' | 'refusalsSeen' | 'password'>;

/** What Keycloak made of the credentials. `untried`: it did not look at them. `unknown`: they were typed, and nothing tells. */
type Credentials = 'untried' | 'accepted' | 'refused' | 'unknown';

/** What became of the credentials. Where nothing shows that they were accepted or not looked at, they are in doubt. Pure. */
export function credentialsIn({ failure, events, refusalsSeen = false, password = 'typed' }: Seen): Credentials {
  const cause = failure && causeOf(failure, events);
  // Before the login nothing is typed: what is wrong was known without trying.
  if (failure?.stage === 'prepare') return 'untried';
  if (cause !== undefined && refusals.has(cause)) return 'refused';
  if (password === 'not typed') return 'untried';
  // Whatever the realm recorded of others meanwhile, the page said no.
  if (failure !== undefined && refusals.has(failure.code)) return 'refused';
  if (failure === undefined || password === 'accepted') return 'accepted';
  if (events?.some(({ type, error }) => type === 'LOGIN_ERROR' && !harmless.has(error))) return 'refused';
  return refusalsSeen && answers.has(failure.code) ? 'untried' : 'unknown';
}

/**
 * Whether one more attempt may follow on this one. Never where it would type a password again that Keycloak may have refused:
 * that would be a step towards a locked account. Pure.
 */
export function mayTryAgain(attempt: Seen): boolean {
  const { failure, events } = attempt;
  if (failure === undefined || failure.stage === 'logout' || !mayPass.has(causeOf(failure, events))) return false;
  return ['untried', 'accepted'].includes(credentialsIn(attempt));
}

/** Whether nothing in this run may log in with the same account after this attempt. Pure. */
export const endsAccount = (attempt: Seen): boolean => {
  const cause = attempt.failure && causeOf(attempt.failure, attempt.events);
  return cause === 'LOCKED' || ['refused', 'unknown'].includes(credentialsIn(attempt));
};
