import { finding } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { isFarMoreOften } from './baseline/known-before.ts';
import { codes } from './codes.ts';
import { perHour } from './message-verdict.ts';
import type { MessageContext } from './message-verdict.ts';
import type { PodLogs } from './pod-logs-evidence.ts';

/** What people do wrong all day: a name or a password mistyped, a page left open too long, a consent refused. */
const human = new Set([
  'cookie_not_found',
  'different_user_authenticated',
  'expired_code',
  'invalid_user_credentials',
  'rejected_by_user',
  'user_disabled',
  'user_not_found',
  'user_temporarily_disabled',
]);

/** From how many on, and how many an hour, an error of users is told. */
const THRESHOLD = 50;
const HUMAN_THRESHOLD = 500;

/** Errors of users and clients by error and client, where there are very many. `own` are the gate's own clients. */
export function judgeUserErrors(now: PodLogs, own: readonly string[], { before, hours }: MessageContext): Finding[] {
  const hasBaseline = before.hours !== undefined && before.hours > 0;
  return totals(now)
    .filter(({ client, error }) => error !== '' && !own.includes(client))
    .flatMap(({ error, client, count, types }) => {
      const most = human.has(error) ? HUMAN_THRESHOLD : THRESHOLD;
      if (count < most || count / hours < most) return [];
      const rate = before.userErrors(error, client);
      if (hasBaseline && !isFarMoreOften(count, hours, rate)) return [];
      // Whoever sends requests chooses the client's name: it is quoted, as data is.
      const at = client === '' || client === 'null' ? 'without a client' : `at client ${JSON.stringify(client)}`;
      return [
        finding(codes.USER_ERRORS_MANY, {
          subject: `user-errors/${quoted(error)}/${quoted(client)}`,
          message: `${JSON.stringify(error)} ${at}, ${count} times (${types.join(', ')}): ${perHour(count / hours)}${hasBaseline ? `, ${perHour(rate)} before the release` : ''}.`,
          actual: count,
        }),
      ];
    });
}

interface Total {
  readonly error: string;
  readonly client: string;
  readonly count: number;
  readonly types: readonly string[];
}

function totals(now: PodLogs): Total[] {
  const found = new Map<string, Total>();
  for (const { error, client, type, count } of now.pods.flatMap((pod) => pod.runs.flatMap((run) => run.log.userEvents))) {
    const key = JSON.stringify([error, client]);
    const known = found.get(key);
    found.set(key, {
      error,
      client,
      count: count + (known?.count ?? 0),
      types: [...new Set([...(known?.types ?? []), quoted(type)])].toSorted(),
    });
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

/** A word of the event, for a name: as it is where it is one, quoted where it is not. */
const quoted = (word: string): string => (/^[\w.-]{1,100}$/.test(word) ? word : JSON.stringify(word));
