import { setTimeout as after } from 'node:timers/promises';
import type { Administration, User } from './administration.ts';
import type { Attempt, Failure } from './journey.ts';
import { period, timeStep } from './totp.ts';

/** What is known of the test user before anything is typed. */
export interface Prepared {
  readonly user?: User;
  readonly bruteForce?: NonNullable<Attempt['bruteForce']>;
  /** The sessions that the user already had. */
  readonly sessions?: readonly string[];
  /** Why the login must not be tried. */
  readonly failure?: Failure;
}

/** Looks whether the test user can log in at all. Nobody is ever locked out by the gate: with a failure on record it does not try. */
export async function prepare(administration: Administration, username: string | undefined, signal: AbortSignal): Promise<Prepared> {
  const user = username === undefined ? undefined : await administration.user(username, signal);
  // Not found is not missing: the name may be an e-mail address, or be known at another identity provider only.
  if (user === undefined) return {};
  const [bruteForce, sessions] = await Promise.all([administration.bruteForce(user.id, signal), administration.sessions(user.id, signal)]);
  const seen = { user, ...(bruteForce === undefined ? {} : { bruteForce }), ...(sessions === undefined ? {} : { sessions }) };
  if (!user.enabled) return { ...seen, failure: { stage: 'prepare', code: 'USER_DISABLED' } };
  if (bruteForce && (bruteForce.disabled || bruteForce.failures > 0)) return { ...seen, failure: { stage: 'prepare', code: 'LOCKED' } };
  const [action] = user.requiredActions;
  return action === undefined ? seen : { ...seen, failure: { stage: 'prepare', code: 'REQUIRED_ACTION', detail: action } };
}

/**
 * Waits until the user's one-time code is one that was not used before: Keycloak takes none twice. When the user last
 * logged in stands in the realm's events; where they may not be read, nothing is waited for.
 */
export async function awaitFreshCode(administration: Administration, user: User | undefined, signal: AbortSignal): Promise<void> {
  if (user === undefined) return;
  const [last] = (await administration.events({ user: user.id, type: 'LOGIN', max: '1', direction: 'desc' }, signal)) ?? [];
  if (last === undefined || timeStep(last.time) < timeStep(Date.now())) return;
  await after((timeStep(Date.now()) + 1) * period * 1000 - Date.now() + 100, undefined, { signal });
}
