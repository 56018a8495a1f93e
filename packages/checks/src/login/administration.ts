import type { CollectContext } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { orAborted } from './aborted.ts';
import { withoutSlash } from './place.ts';
import { stopwatch } from './stopwatch.ts';
import { asGate } from '../as-gate.ts';

/** Milliseconds for one answer. */
const patience = 10_000;

const User = z.object({
  id: z.string(),
  username: z.string(),
  enabled: z.boolean().default(true),
  requiredActions: z.array(z.string()).default([]),
});
const BruteForce = z.object({ numFailures: z.number(), disabled: z.boolean() });
const Realm = z.object({
  bruteForceProtected: z.boolean().default(false),
  failureFactor: z.number().default(30),
  eventsEnabled: z.boolean(),
  enabledEventTypes: z.array(z.string()).default([]),
});
const Session = z.object({ id: z.string() });
const Event = z.object({
  time: z.number(),
  type: z.string(),
  error: z.string().optional(),
  clientId: z.string().nullish(),
  userId: z.string().nullish(),
});

export type User = z.infer<typeof User>;
export type Event = z.infer<typeof Event>;

/** How a realm guards its accounts. */
export interface Guard {
  readonly locksAfter?: number;
  readonly keepsErrors: boolean;
}

/**
 * What the gate's service account may see of a realm. Each answer is undefined where it may not look, or got no answer:
 * the journey then goes on with what is left to prove by.
 */
export interface Administration {
  /** How many failed logins lock an account (undefined where none do), and whether errors of logins are kept. */
  guard(signal: AbortSignal): Promise<Guard | undefined>;
  user(username: string, signal: AbortSignal): Promise<User | undefined>;
  bruteForce(userId: string, signal: AbortSignal): Promise<{ readonly failures: number; readonly disabled: boolean } | undefined>;
  /** The ids of the user's sessions. */
  sessions(userId: string, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** The newest events first. */
  events(filter: Readonly<Record<string, string>>, signal: AbortSignal): Promise<readonly Event[] | undefined>;
}

/** The admin API of a realm, as the gate's service account. */
export function administrationOf(realm: string, context: CollectContext<unknown>): Administration {
  const base = `${withoutSlash(context.run.environment.keycloak.adminUrl)}/admin/realms/${encodeURIComponent(realm)}`;
  const look = async <T>(path: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T | undefined> => {
    try {
      const token = await accessToken(context, signal);
      if (token === undefined) return undefined;
      const answer = await fetch(`${base}${path}`, {
        headers: { ...asGate, authorization: `Bearer ${token}`, accept: 'application/json' },
        signal: limited(signal),
      });
      if (!answer.ok) {
        await answer.body?.cancel();
        return undefined;
      }
      return shape.safeParse(await answer.json()).data;
    } catch (error) {
      return unlessAborted(error, signal);
    }
  };
  return {
    guard: async (signal) => {
      // One answer for all users of the realm.
      const kept = await context.shared<{ guard?: Guard }>(
        `guard/${realm}`,
        async () => ({}),
        async () => {},
      );
      if (kept.guard) return kept.guard;
      const realmSettings = await look('', Realm, signal);
      if (realmSettings === undefined) return undefined;
      const { bruteForceProtected, failureFactor, eventsEnabled, enabledEventTypes } = realmSettings;
      kept.guard = {
        ...(bruteForceProtected ? { locksAfter: failureFactor } : {}),
        // None chosen stands for all of them.
        keepsErrors: eventsEnabled && (enabledEventTypes.length === 0 || enabledEventTypes.includes('LOGIN_ERROR')),
      };
      return kept.guard;
    },
    user: async (username, signal) => {
      const name = username.toLowerCase();
      const byName = await look(`/users?${query({ username, exact: 'true' })}`, z.array(User), signal);
      const found = byName?.find((user) => user.username === name);
      if (found !== undefined || !name.includes('@')) return found;
      const byEmail = await look(`/users?${query({ email: username, exact: 'true' })}`, z.array(User), signal);
      return byEmail?.length === 1 ? byEmail[0] : undefined;
    },
    bruteForce: async (userId, signal) => {
      const status = await look(`/attack-detection/brute-force/users/${userId}`, BruteForce, signal);
      return status && { failures: status.numFailures, disabled: status.disabled };
    },
    sessions: async (userId, signal) => (await look(`/users/${userId}/sessions`, z.array(Session), signal))?.map(({ id }) => id),
    events: (filter, signal) => look(`/events?${query({ max: '50', ...filter })}`, z.array(Event), signal),
  };
}

const Token = z.object({ access_token: z.string(), expires_in: z.number() });

/** A run's one token: asked for once, however many look, and again when it grows old or was not given. */
interface KeptToken {
  asked?: Promise<string | undefined>;
  /** In milliseconds of the stopwatch. */
  until: number;
}

/** The service account's token; undefined where Keycloak gives none. */
async function accessToken(context: CollectContext<unknown>, signal: AbortSignal): Promise<string | undefined> {
  const { realm, clientId } = context.run.environment.gate.admin;
  const kept = await context.shared<KeptToken>(
    `admin-token/${realm}/${clientId}`,
    async () => ({ until: 0 }),
    async () => {},
  );
  for (;;) {
    const others = stopwatch() < kept.until ? kept.asked : undefined;
    const isOwn = others === undefined;
    const asked = others ?? ask(kept, context);
    try {
      const token = await orAborted(asked, signal);
      if (token !== undefined || isOwn) return token;
    } catch (error) {
      if (isOwn || signal.aborted) throw error;
    }
    // An answer that somebody else did not get blinds nobody but them.
  }
}

function ask(kept: KeptToken, context: CollectContext<unknown>): Promise<string | undefined> {
  kept.until = Infinity;
  kept.asked = newToken(context).then(
    (token) => {
      kept.until = token === undefined ? 0 : stopwatch() + (token.expires_in * 1000) / 2;
      return token?.access_token;
    },
    (error: unknown) => {
      kept.until = 0;
      throw error;
    },
  );
  return kept.asked;
}

async function newToken({ run, secret: open, conceal }: CollectContext<unknown>): Promise<z.infer<typeof Token> | undefined> {
  const { keycloak, gate } = run.environment;
  const { realm, clientId, secret } = gate.admin;
  const answer = await fetch(`${withoutSlash(keycloak.adminUrl)}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: asGate,
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: open(secret) }),
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    return undefined;
  }
  const token = Token.parse(await answer.json());
  conceal(token.access_token);
  return token;
}

const query = (parameters: Readonly<Record<string, string>>): string => new URLSearchParams(parameters).toString();

const limited = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(patience)]);

function unlessAborted(error: unknown, signal: AbortSignal): undefined {
  signal.throwIfAborted();
  // No answer, not in time, or not one that can be read: what could not be seen is undefined.
  if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError || error instanceof z.ZodError)
    return undefined;
  throw error;
}
