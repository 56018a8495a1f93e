import type { Guard, User } from './administration.ts';
import type { Refusal } from './account/refusal.ts';
import type { LoginCode } from './codes.ts';
import type { Attempt, Failure } from './journey.ts';

/** As much of a test user as tells whether a login may be tried; what could not be seen is absent. */
export interface Standing {
  readonly user?: Pick<User, 'enabled' | 'requiredActions'>;
  readonly bruteForce?: NonNullable<Attempt['bruteForce']>;
  readonly guard?: Pick<Guard, 'locksAfter'>;
}

/** Why the login of a user must not be tried, if so. Pure. */
export function obstacle({ user, guard, bruteForce }: Standing, refused: Refusal | undefined): Failure | undefined {
  if (user?.enabled === false) return { stage: 'prepare', code: 'USER_DISABLED' };
  if (bruteForce && (bruteForce.disabled || bruteForce.failures > 0)) return { stage: 'prepare', code: 'LOCKED' };
  // A realm that counts failures, and counts none by now, has forgiven the one that is noted here.
  const forgiven = guard?.locksAfter !== undefined && bruteForce?.failures === 0;
  if (refused !== undefined && !forgiven) return onRecord(refused);
  const [action] = user?.requiredActions ?? [];
  return action === undefined ? undefined : { stage: 'prepare', code: 'REQUIRED_ACTION', detail: action };
}

const onRecord = (refusal: Refusal): Failure => ({ stage: 'prepare', code: 'LOCKED', detail: inWords(refusal) });

/** Codes by which Keycloak itself refused; after any other it may have. */
const refusing: ReadonlySet<string> = new Set<LoginCode>(['BAD_CREDENTIALS', 'LOCKED', 'OTP_REJECTED', 'USER_DISABLED', 'USER_MISSING']);

const inWords = ({ at, code, file }: Refusal): string =>
  at === undefined || code === undefined
    ? `a refused login is noted in ${file}, which cannot be read; a login is tried once it is deleted`
    : `these credentials ${refusing.has(code) ? 'were' : 'may have been'} refused at ${at} (${code}), as ${file} notes; other credentials are tried, or the same ones once it is deleted`;
