import { setTimeout as after } from 'node:timers/promises';
import type { Administration, Event, Guard, User } from './administration.ts';
import type { Refusal } from './account/refusal.ts';
import { loginErrorsOf } from './events.ts';
import type { Attempt, Failure } from './journey.ts';
import { obstacle } from './obstacle.ts';
import { period, timeStep } from './totp.ts';

/** What is known of the test user before anything is typed. */
export interface Prepared {
  readonly user?: User;
  readonly bruteForce?: NonNullable<Attempt['bruteForce']>;
  readonly guard?: Guard;
  /** The sessions that the user already had. */
  readonly sessions?: readonly string[];
  /** The newest errors of the user's logins that the realm already had recorded. */
  readonly errors?: readonly Event[];
  /** Why the login must not be tried. */
  readonly failure?: Failure;
}

interface Preparing {
  readonly username?: string | undefined;
  /** The password is another identity provider's: how this realm guards its accounts tells nothing of that one. */
  readonly elsewhere: boolean;
  readonly refused?: Refusal | undefined;
}

/**
 * Looks whether the test user can log in at all. Nobody is ever locked out by the gate: with a failure on record, at the server or
 * on this machine, it does not try.
 */
export async function prepare(
  administration: Administration,
  { username, elsewhere, refused }: Preparing,
  signal: AbortSignal,
): Promise<Prepared> {
  const [user, guard] = await Promise.all([
    username === undefined ? undefined : administration.user(username, signal),
    elsewhere ? undefined : administration.guard(signal),
  ]);
  const realm = guard === undefined ? {} : { guard };
  // Not found is not missing: the user may be known at another identity provider only.
  if (user === undefined) return withObstacle(realm, refused);
  const [bruteForce, sessions, errors] = await Promise.all([
    administration.bruteForce(user.id, signal),
    administration.sessions(user.id, signal),
    loginErrorsOf(administration, user.id, signal),
  ]);
  const seen = {
    ...realm,
    user,
    ...(bruteForce === undefined ? {} : { bruteForce }),
    ...(sessions === undefined ? {} : { sessions }),
    ...(errors === undefined ? {} : { errors }),
  };
  return withObstacle(seen, refused);
}

function withObstacle(seen: Prepared, refused: Refusal | undefined): Prepared {
  const failure = obstacle(seen, refused);
  return failure === undefined ? seen : { ...seen, failure };
}

/**
 * Waits until the user's one-time code is one that was not used before: Keycloak takes none twice. When the user last
 * logged in stands in the realm's events; where they may not be read, nothing is waited for.
 */
export async function awaitFreshCode(administration: Administration, user: User | undefined, signal: AbortSignal): Promise<void> {
  if (user === undefined) return;
  const [last] = (await administration.events({ user: user.id, type: 'LOGIN', max: '1', direction: 'desc' }, signal)) ?? [];
  if (last === undefined || timeStep(last.time) < timeStep(Date.now())) return;
  await awaitNextCode(signal);
}

/** Keycloak locks who fails twice within a second. */
const quickest = 2_000;

/** Waits until the code is another one than now, and never for so short that two failures would count as an attack. */
export const awaitNextCode = (signal: AbortSignal): Promise<void> =>
  after(Math.max(quickest, (timeStep(Date.now()) + 1) * period * 1000 - Date.now() + 100), undefined, { signal });
