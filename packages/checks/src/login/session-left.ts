import type { Proofs } from './journey.ts';
import type { Session } from './way.ts';

/**
 * What is left to end of a session after its logout. Where the witness was refused, its token ends nothing any more; and the application
 * may have logged the browser in again, which makes another session. Pure.
 */
export function leftAfter({ refresh, silentLogin }: Proofs, refreshToken: string | undefined): Pick<Session, 'refreshToken' | 'over'> {
  const isDead = refresh === 'refused';
  return { refreshToken: isDead ? undefined : refreshToken, over: isDead && silentLogin?.browser === 'refused' };
}

/** Whose session may have been left, and where, in words; older records do not say whose it is. */
export function sessionLeft(username: string, realms: readonly string[]): string {
  const whose = username === '' ? 'the test user' : `"${username}"`;
  const where = realms.length === 0 ? '' : ` in realm ${realms.map((realm) => `"${realm}"`).join(' or ')}`;
  return `A session of ${whose}${where} was begun, or may have been, and could not be ended.`;
}
