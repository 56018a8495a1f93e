import type oidc from 'express-openid-connect';

type Configuration = NonNullable<Parameters<typeof oidc.auth>[0]>;
type Payload = Parameters<NonNullable<NonNullable<Configuration['session']>['store']>['set']>[1];

/** What express-openid-connect keeps things in: the interface of express-session's stores. */
interface Store<T> {
  readonly get: (id: string, done: (error: unknown, found?: T | null) => void) => void;
  readonly set: (id: string, value: T, done?: (error?: unknown) => void) => void;
  readonly destroy: (id: string, done?: (error?: unknown) => void) => void;
}

/** Sessions in memory. */
export interface SessionStore extends Store<Payload> {
  /** Forgets the sessions that belong to a session of Keycloak. */
  readonly forget: (sid: string) => void;
}

/** `forgets`: it keeps nothing; `keeps`: it destroys nothing. */
export function sessionStore(trouble?: 'forgets' | 'keeps'): SessionStore {
  const sessions = new Map<string, Payload>();
  const store = storeIn(sessions);
  return {
    get: store.get,
    set: trouble === 'forgets' ? (_id, _session, done) => done?.(null) : store.set,
    destroy: trouble === 'keeps' ? (_id, done) => done?.(null) : store.destroy,
    forget: (sid) => {
      for (const [id, { data }] of sessions) if (sidOf(data?.id_token) === sid) sessions.delete(id);
    },
  };
}

/** What was heard of logouts, in memory. */
export const logoutStore = <T>(): Store<T> => storeIn(new Map<string, T>());

const storeIn = <T>(entries: Map<string, T>): Store<T> => ({
  get: (id, done) => done(null, entries.get(id)),
  set: (id, value, done) => {
    entries.set(id, value);
    done?.(null);
  },
  destroy: (id, done) => {
    entries.delete(id);
    done?.(null);
  },
});

/** The id of Keycloak's session in an ID token that was verified when it came. */
function sidOf(token: string | undefined): unknown {
  const payload = token?.split('.')[1];
  if (payload === undefined) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return typeof claims === 'object' && claims !== null && 'sid' in claims ? claims.sid : undefined;
}
