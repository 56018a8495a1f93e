import type { Difference } from '../diff/difference.ts';

/** Clocks of two machines are not the same, in seconds. */
const slack = 3_600;

/**
 * Why a difference is no change of the configuration: somebody signed all users out ("Sign out all active sessions", "Set to now"), which
 * Keycloak keeps as the time before which no token is good. One in the future would shut everybody out, and an earlier one let revoked
 * tokens in: both are changes. `now` is an ISO 8601 time.
 */
export function revocation({ object, attribute, before, after }: Difference, now: string): string | undefined {
  if (attribute !== 'notBefore' || !(object === 'realm' || object.startsWith('client/'))) return undefined;
  const was = before ?? 0;
  if (typeof was !== 'number' || typeof after !== 'number' || after <= was || after > Date.parse(now) / 1_000 + slack) return undefined;
  return `tokens from before ${new Date(after * 1_000).toISOString()} were revoked, which is no change of the configuration`;
}
