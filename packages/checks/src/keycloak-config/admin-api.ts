import { setTimeout as pause } from 'node:timers/promises';
import { gap, suffice } from '@keycloak-release-gate/core';
import type { CollectContext, Gap, GateRoleName } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { limit } from './limit.ts';
import { rolesOf, wordsOfNeeds } from './rights/needs.ts';
import type { Needs } from './rights/needs.ts';
import { rolesInToken } from './rights/roles-in-token.ts';

/** Milliseconds for one answer. */
const patience = 15_000;
/** The same for what the server tells of itself: it looks at all of its providers for that, and the first time takes long. */
const longPatience = 45_000;
/** Milliseconds before each further try, where a connection broke or the server answered 5xx. */
const retries = [200, 1_000] as const;
/** Seconds before its end in which a token is no longer used: no more than half of its life. */
const tokenMargin = 15;
/** Calls at a time. The admin API serves people too. */
const concurrency = 6;
/** Lists are read in pages of this size: servers cut longer ones. */
const pageSize = 100;

/** What could not be seen, thrown so that whoever reads several things can go on with the others. */
export class Unseen extends Error {
  override readonly name = 'Unseen';
  readonly gap: Gap;
  /** The role for lack of which it was not seen; empty where it is something else. */
  readonly needs: string;

  constructor(seen: Gap, needs = '') {
    super(seen.reason);
    this.gap = seen;
    this.needs = needs;
  }
}

/** The server has no such path: this version does not offer it, or it went meanwhile. */
export class NotOffered extends Unseen {}

/** A connection that broke or was refused: the next try may well work. One that hangs would only hang again. */
class Broken extends Unseen {}

/** Reads the admin API of one realm. Every method throws `Unseen` for what it could not read. */
export interface AdminApi {
  /** `needs` is what the reader must have. A list that comes although the reader lacks it may be cut: it is as good as refused. */
  get(path: string, needs: Needs): Promise<unknown>;
  /** A list to its last page, each object once. */
  list(path: string, needs: Needs): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The roles of the realm that the reader's token names; undefined where it names none. */
  granted(): readonly string[] | undefined;
}

/** Logs the gate's service account in, again whenever its token ends, and returns the API of a realm, or throws `Unseen`. */
export async function adminApi(realm: string, context: CollectContext<unknown>): Promise<AdminApi> {
  const { adminUrl } = context.run.environment.keycloak;
  const root = adminUrl.replace(/\/$/, '');
  const readerRealm = context.run.environment.gate.admin.realm;
  let token = await logIn(root, context);
  // One login for all the calls that wait for it. One that failed is the last: thousands of calls would each try again.
  let renewal: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    token = await logIn(root, context);
    renewal = undefined;
  };
  const currentToken = async (): Promise<string> => {
    if (Date.now() >= token.until) await (renewal ??= renew());
    return token.value;
  };
  const subject = `realm/${realm}`;
  const slots = limit(concurrency);
  const granted = (): readonly string[] | undefined => rolesInToken(token.value, realm, readerRealm);
  const lacking = (needs: Needs): readonly GateRoleName[] => {
    const held = granted();
    return held === undefined ? [] : rolesOf(needs).filter((role) => !suffice(held, role));
  };
  const mustHold = (needs: Needs, what: string): void => {
    const missing = lacking(needs);
    if (missing.length === 0) return;
    const role = wordsOfNeeds(missing);
    const reason = `${what} came back without an error, but the reader lacks the role ${role}: Keycloak may have left something out.`;
    throw new Unseen(gap(codes.FILTERED, { subject, reason }), role);
  };
  const request = async (path: string): Promise<Answer> => {
    const used = await currentToken();
    const answer = await ask(
      `${root}/admin/realms/${encodeURIComponent(realm)}${path}`,
      { headers: { authorization: `Bearer ${used}`, accept: 'application/json' } },
      subject,
      context.signal,
    );
    if (answer.status !== 401) return answer;
    // It ended on the way, or the server no longer knows its session: a new one tells whether it was only that.
    if (token.value === used) token = { ...token, until: 0 };
    const anew = await currentToken();
    return ask(
      `${root}/admin/realms/${encodeURIComponent(realm)}${path}`,
      { headers: { authorization: `Bearer ${anew}`, accept: 'application/json' } },
      subject,
      context.signal,
    );
  };
  const get = async (path: string, needs: Needs): Promise<unknown> => {
    const what = path.split('?')[0] ?? path;
    const answer = await slots(() => request(path));
    switch (answer.status) {
      case 200:
        if (Array.isArray(answer.json)) mustHold(needs, `GET ${what}`);
        return answer.json;
      case 401:
        throw unseen('CREDENTIALS_REFUSED', subject, `GET ${what || '/'} was refused with HTTP 401.`);
      case 403:
        throw new Unseen(
          gap(codes.FORBIDDEN, {
            subject,
            reason: `GET ${what || '/'} was refused with HTTP 403: it needs the role ${wordsOfNeeds(needs)}.`,
          }),
          wordsOfNeeds(needs),
        );
      case 404:
        if (what === '') throw new RealmMissing(realm);
        throw new NotOffered(gap(codes.NOT_KEYCLOAK, { subject, reason: `GET ${what} was answered with HTTP 404.` }));
      default:
        throw unseen(
          answer.status >= 500 ? 'SERVER_ERROR' : 'NOT_KEYCLOAK',
          subject,
          `GET ${what || '/'} was answered with HTTP ${answer.status}.`,
        );
    }
  };
  return {
    get,
    granted,
    list: async (path, needs) => {
      const seen = new Map<string, Readonly<Record<string, unknown>>>();
      for (let first = 0; ; first += pageSize) {
        const separator = path.includes('?') ? '&' : '?';
        const page = await get(`${path}${separator}first=${first}&max=${pageSize}`, needs);
        if (!Array.isArray(page)) throw unseen('NOT_KEYCLOAK', subject, `GET ${path} was answered with something else than a list.`);
        const before = seen.size;
        for (const item of page as readonly Readonly<Record<string, unknown>>[])
          seen.set(String(item['id'] ?? item['alias'] ?? item['name']), item);
        // A server that knows no pages gives the whole list each time: then nothing new comes.
        if (page.length < pageSize || seen.size === before) return [...seen.values()];
      }
    },
  };
}

/** What the server tells of itself, to whoever has a role in any realm that it administers. Throws `Unseen`. */
export async function serverInfo(context: CollectContext<unknown>): Promise<unknown> {
  const root = context.run.environment.keycloak.adminUrl.replace(/\/$/, '');
  const { value } = await logIn(root, context);
  const { status, json } = await ask(
    `${root}/admin/serverinfo`,
    { headers: { authorization: `Bearer ${value}`, accept: 'application/json' } },
    'server',
    context.signal,
    longPatience,
  );
  const answered = `GET /admin/serverinfo was answered with HTTP ${status}`;
  if (status === 200) return json;
  if (status === 401) throw unseen('CREDENTIALS_REFUSED', 'server', `${answered}.`);
  if (status === 403) throw unseen('FORBIDDEN', 'server', `${answered}: it needs the role view-realm in any realm.`);
  throw unseen(status >= 500 ? 'SERVER_ERROR' : 'NOT_KEYCLOAK', 'server', `${answered}.`);
}

/** The realm is not there: a clear answer, not something unseen. */
export class RealmMissing extends Error {
  override readonly name = 'RealmMissing';
}

interface Token {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

async function logIn(root: string, context: CollectContext<unknown>): Promise<Token> {
  const { realm, clientId, secret } = context.run.environment.gate.admin;
  const subject = `client/${clientId}`;
  const answer = await ask(
    `${root}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`,
    {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: context.secret(secret) }),
    },
    subject,
    context.signal,
  );
  const token = isObject(answer.json) ? answer.json['access_token'] : undefined;
  if (answer.status === 200 && typeof token === 'string') {
    context.conceal(token);
    const seconds = isObject(answer.json) ? Number(answer.json['expires_in']) : 0;
    return { value: token, until: Date.now() + (seconds - Math.min(tokenMargin, seconds / 2)) * 1_000 };
  }
  const error = isObject(answer.json) ? String(answer.json['error']) : 'no reason';
  if (answer.status >= 500) throw unseen('SERVER_ERROR', subject, `No token: HTTP ${answer.status}.`);
  if (answer.json === undefined) throw unseen('NOT_KEYCLOAK', subject, `No token: HTTP ${answer.status} and no JSON.`);
  throw unseen('CREDENTIALS_REFUSED', subject, `No token for ${clientId} in realm ${realm}: HTTP ${answer.status}, ${error}.`);
}

interface Answer {
  readonly status: number;
  readonly json?: unknown;
}

/** Asks until there is an answer that is not the server's own trouble, or the tries are used up. */
async function ask(url: string, init: RequestInit, subject: string, signal: AbortSignal, within = patience): Promise<Answer> {
  for (const wait of retries) {
    const answer = await askOnce(url, init, subject, signal, within).catch((error: unknown) => {
      if (error instanceof Broken) return undefined;
      throw error;
    });
    if (answer && answer.status < 500) return answer;
    await pause(wait, undefined, { signal });
  }
  return askOnce(url, init, subject, signal, within);
}

async function askOnce(url: string, init: RequestInit, subject: string, signal: AbortSignal, within: number): Promise<Answer> {
  const { host } = new URL(url);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(within)]) });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DOMException) throw unseen('UNREACHABLE', subject, `${host} gave no answer within ${within / 1000} s.`);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new Broken(gap(codes.UNREACHABLE, { subject, reason: `${host}: ${code}.` }));
  }
  const { status } = response;
  if (status >= 300 && status < 400)
    throw unseen('NOT_KEYCLOAK', subject, `${host} redirects (HTTP ${status}) to ${response.headers.get('location') ?? 'nowhere'}.`);
  try {
    return { status, json: JSON.parse(text) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // A page where JSON was asked for: 200 with it would be a proxy's.
    if (status === 200) throw unseen('NOT_KEYCLOAK', subject, `${host} answered with something else than JSON.`);
    return { status };
  }
}

const unseen = (code: keyof typeof codes, subject: string, reason: string): Unseen => new Unseen(gap(codes[code], { subject, reason }));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
