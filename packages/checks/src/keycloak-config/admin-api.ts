import { setTimeout as pause } from 'node:timers/promises';
import { gap } from '@keycloak-release-gate/core';
import type { CollectContext, Environment, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';

/** An object as the admin API gives it. */
export const Representation = z.record(z.string(), z.json());
export type Representation = z.infer<typeof Representation>;

/** The admin API as the gate's own client sees it. It reads by single GETs and never writes. */
export interface AdminApi {
  /** One object; undefined where there is none. `needs` is the role that reading it takes. */
  get(path: string, needs: string): Promise<Representation | undefined>;
  /** A whole list that the server does not page. */
  list(path: string, needs: string): Promise<readonly Representation[]>;
  /** A list that the server pages, read to its end; without doubles, should it change meanwhile. */
  pages(path: string, needs: string): Promise<readonly Representation[]>;
}

/** Why the admin API could not be read; thrown within this domain only. */
export class AdminFailure extends Error {
  override readonly name = 'AdminFailure';
  readonly gap: Gap;

  constructor(reason: Gap) {
    super(reason.reason);
    this.gap = reason;
  }
}

type Gate = Environment['gate']['admin'];

const CALL_TIMEOUT = 10_000;
/** Milliseconds before each further try of a call that met a dropped connection or a 5xx. */
const RETRIES = [200, 1_000] as const;
const PAGE = 100;
const TOKEN_MARGIN = 15_000;

/** Logs the gate's client in when it is first needed, and again before its token expires. */
export function adminApi(
  { run, secret, conceal, signal }: Pick<CollectContext<unknown>, 'run' | 'secret' | 'conceal' | 'signal'>,
  realm: string,
): AdminApi {
  const { adminUrl } = run.environment.keycloak;
  const base = adminUrl.replace(/\/$/, '');
  const gate = run.environment.gate.admin;
  let token: Promise<{ readonly value: string; readonly until: number }> | undefined;

  const currentToken = async (): Promise<string> => {
    token ??= requestToken(base, gate, secret(gate.secret), signal);
    const { value, until } = await token;
    if (Date.now() < until) {
      conceal(value);
      return value;
    }
    token = undefined;
    return currentToken();
  };

  const call = async (path: string, needs: string): Promise<unknown> => {
    const url = `${base}/admin/realms/${encodeURIComponent(realm)}${path}`;
    const subject = `realm/${realm}${path.replace(/\?.*$/, '')}`;
    const answer = await send(
      url,
      { headers: { authorization: `Bearer ${await currentToken()}`, accept: 'application/json' } },
      subject,
      signal,
    );
    if (answer.status === 404) return undefined;
    if (answer.status === 403) throw new AdminFailure(notAllowed(subject, gate, needs));
    if (answer.status === 401)
      throw new AdminFailure(
        gap(codes.CREDENTIALS_REFUSED, {
          subject,
          reason: `The admin API does not accept the token of the client "${gate.clientId}" (401).`,
        }),
      );
    if (answer.status !== 200) throw new AdminFailure(unexpectedStatus(subject, answer));
    return parse(answer, subject);
  };

  const list = async (path: string, needs: string): Promise<readonly Representation[]> =>
    z.array(Representation).parse((await call(path, needs)) ?? []);

  return {
    get: async (path, needs) => Representation.optional().parse(await call(path, needs)),
    list,
    pages: async (path, needs) => {
      const found = new Map<unknown, Representation>();
      for (let first = 0; ; first += PAGE) {
        const page = await list(`${path}${path.includes('?') ? '&' : '?'}first=${first}&max=${PAGE}`, needs);
        for (const each of page) found.set(each['id'], each);
        if (page.length < PAGE) return [...found.values()];
      }
    },
  };
}

async function requestToken(
  base: string,
  gate: Gate,
  clientSecret: string,
  signal: AbortSignal,
): Promise<{ value: string; until: number }> {
  const subject = `client/${gate.clientId}`;
  const url = `${base}/realms/${encodeURIComponent(gate.realm)}/protocol/openid-connect/token`;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: gate.clientId, client_secret: clientSecret });
  const answer = await send(url, { method: 'POST', body, headers: { accept: 'application/json' } }, subject, signal);
  if ([400, 401, 403, 404].includes(answer.status)) {
    const { error = '', error_description = '' } = TokenError.parse(parse(answer, subject));
    const reason = `Keycloak refused to log the client "${gate.clientId}" in to the realm "${gate.realm}": ${[error, error_description].filter(Boolean).join(', ')} (${answer.status}).`;
    throw new AdminFailure(gap(codes.CREDENTIALS_REFUSED, { subject, reason }));
  }
  if (answer.status !== 200) throw new AdminFailure(unexpectedStatus(subject, answer));
  const { access_token, expires_in } = Token.parse(parse(answer, subject));
  return { value: access_token, until: Date.now() + Math.max(1_000, expires_in * 1_000 - TOKEN_MARGIN) };
}

const Token = z.object({ access_token: z.string(), expires_in: z.number() });
const TokenError = z.object({ error: z.string().optional(), error_description: z.string().optional() });

interface Answer {
  readonly url: string;
  readonly status: number;
  readonly mediaType: string;
  readonly location: string | null;
  readonly text: string;
}

async function send(url: string, init: RequestInit, subject: string, signal: AbortSignal): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const wait = RETRIES[attempt];
    try {
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT)]),
      });
      const answer = {
        url,
        status: response.status,
        mediaType: response.headers.get('content-type') ?? '',
        location: response.headers.get('location'),
        text: await response.text(),
      };
      if (answer.status < 500 || wait === undefined) return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (wait === undefined) throw new AdminFailure(gap(codes.UNREACHABLE, { subject, reason: `${url}: ${causeOf(error)}.` }));
    }
    await pause(wait, undefined, { signal });
  }
}

function parse(answer: Answer, subject: string): unknown {
  if (!/^application\/(?:[\w.]+\+)?json/.test(answer.mediaType)) throw new AdminFailure(unexpectedStatus(subject, answer));
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    const reason = `${answer.url} answered with broken JSON: ${error instanceof Error ? error.message : String(error)}.`;
    throw new AdminFailure(gap(codes.NOT_THE_ADMIN_API, { subject, reason }));
  }
}

function unexpectedStatus(subject: string, { url, status, mediaType, location }: Answer): Gap {
  if (status >= 300 && status < 400)
    return gap(codes.NOT_THE_ADMIN_API, { subject, reason: `${url} redirects (${status}) to ${location ?? 'nowhere'}.` });
  if (status >= 500) return gap(codes.SERVER_ERROR, { subject, reason: `${url} answered ${status}, three times.` });
  return gap(codes.NOT_THE_ADMIN_API, {
    subject,
    reason: `${url} answered ${status} with ${mediaType || 'no media type'} instead of JSON.`,
  });
}

const notAllowed = (subject: string, { clientId }: Gate, needs: string): Gap =>
  gap(codes.NOT_ALLOWED, {
    subject,
    reason: `The client "${clientId}" may not read this (403): its service account needs the role ${needs} of realm-management.`,
  });

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${CALL_TIMEOUT / 1000} s`;
  const { cause } = error;
  if (cause instanceof AggregateError) return causeOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : error.message;
}
