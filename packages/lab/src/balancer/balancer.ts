import { Agent, createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../lab/lab-error.ts';
import { close, listenOn } from '../lab/network.ts';
import { orderBackends } from './backend.ts';
import type { Backend } from './backend.ts';
import { isAmong, withoutCookies } from './rule.ts';
import type { BalancerRule } from './rule.ts';

/** What the balancer does with requests; `unavailable` answers 503 to all, as when somebody shut the front door. */
export type BalancerMode =
  | { readonly kind: 'normal' }
  | { readonly kind: 'unavailable' }
  /** `share` of the requests, from 0 to 1, wait; without it, all do. */
  | { readonly kind: 'slow'; readonly delayMs: number; readonly share?: number };

/** The one public address in front of the pods. */
export interface Balancer {
  /** Without a slash at the end. */
  readonly url: string;
  setBackends(backends: readonly Backend[]): void;
  setMode(mode: BalancerMode): void;
  mode(): BalancerMode;
  /** Adds a rule under a name, or takes it out. */
  setRule(name: string, rule: BalancerRule | null): void;
  close(): Promise<void>;
}

/** Where pods listen. */
const podPort = 8080;
/** A pod that does not answer within this time, in ms, is given up: longer than anything that Keycloak does. */
const answerWithin = 60_000;

/** Headers that belong to one connection [RFC 9110, 7.6.1]. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Starts a reverse proxy that sends each request to a ready pod, in turn, and keeps a login on its node. Without a pod
 * it answers 503 with a plain page. Rejects with the system's error when the port is taken.
 */
export async function startBalancer(host: string, port: number): Promise<Balancer> {
  let backends: readonly Backend[] = [];
  let mode: BalancerMode = { kind: 'normal' };
  let turn = 0;
  let requests = 0;
  const rules = new Map<string, ActiveRule>();
  const url = `http://${host}:${port}`;
  // A connection a request: one that is kept could be closed by a pod at the moment that a request is sent on it.
  const agent = new Agent({ keepAlive: false });

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const now = mode;
    if (now.kind === 'slow' && isAmong(now.share ?? 1, (requests += 1))) await delay(now.delayMs);
    const rule = ruleFor(incoming);
    if (rule && obeyed(rule, outgoing)) return;
    const candidates = now.kind === 'unavailable' ? [] : orderBackends(backends, incoming.headers.cookie, (turn += 1));
    for (const backend of candidates) {
      const answer = await send(incoming, outgoing, backend, rule);
      if (answer === 'refused') continue;
      return;
    }
    refuse(outgoing, 503, 'Service Unavailable');
  }

  function ruleFor({ url: asked = '', method }: IncomingMessage): ActiveRule | undefined {
    const found = rules
      .values()
      .find((rule) => rule.left > 0 && (rule.method ?? method) === method && rule.about.every((part) => asked.includes(part)));
    if (found) found.left -= 1;
    return found;
  }

  /** Streams a request to a pod and its answer back. `refused`: nobody listens there, and nothing was sent. */
  function send(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    backend: Backend,
    rule: ActiveRule | undefined,
  ): Promise<'refused' | 'done'> {
    return new Promise((resolve) => {
      const upstream = httpRequest({
        host: backend.address,
        port: podPort,
        method: incoming.method,
        path: incoming.url,
        headers: withoutHeader(forwardedHeaders(incoming, host, port), rule),
        agent,
        timeout: answerWithin,
      });
      const giveUp = (): void => void upstream.destroy();
      outgoing.once('close', giveUp);
      upstream.once('timeout', giveUp);
      upstream.once('socket', (socket) => socket.once('connect', () => incoming.pipe(upstream)));
      const pass = (response: IncomingMessage): void => {
        const headers = endToEnd(response.headers);
        outgoing.writeHead(
          response.statusCode ?? 502,
          rule?.does.kind === 'drop-cookies' ? withoutCookies(headers, rule.does.names) : headers,
        );
        if (rule?.does.kind === 'keep' && response.statusCode === 200) keep(rule, response);
        response.pipe(outgoing);
        response.once('close', () => {
          if (!response.complete) outgoing.destroy();
          resolve('done');
        });
      };
      upstream.once('response', (response) => {
        if (rule?.does.kind === 'swallow') outgoing.destroy();
        else if (rule?.does.kind === 'hold') void delay(rule.does.milliseconds).then(() => pass(response));
        else pass(response);
      });
      upstream.once('error', (error) => {
        outgoing.off('close', giveUp);
        incoming.unpipe(upstream);
        if (hasCode(error, 'ECONNREFUSED') && !outgoing.headersSent) return resolve('refused');
        if (outgoing.headersSent) outgoing.destroy();
        else refuse(outgoing, 502, 'Bad Gateway');
        resolve('done');
      });
    });
  }

  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
  await listenOn(server, port, host);
  return {
    url,
    setBackends: (next) => void (backends = next),
    setMode: (next) => void (mode = next),
    mode: () => mode,
    setRule: (name, rule) => {
      if (rule === null) rules.delete(name);
      else rules.set(name, { ...rule, left: rule.times ?? Number.POSITIVE_INFINITY });
    },
    async close() {
      const closed = close(server);
      server.closeAllConnections();
      await closed;
    },
  };
}

interface ActiveRule extends BalancerRule {
  /** How many more requests it is for. */
  left: number;
  kept?: { readonly type: string; readonly body: Buffer };
}

/** Answers in Keycloak's place where the rule is to; true when it did. */
function obeyed({ does, kept }: ActiveRule, outgoing: ServerResponse): boolean {
  switch (does.kind) {
    case 'answer':
      outgoing
        .writeHead(does.status, { 'content-type': does.type ?? 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .end(does.page);
      return true;
    case 'hang-up':
      outgoing.destroy();
      return true;
    case 'redirect':
      outgoing.writeHead(302, { location: does.to }).end();
      return true;
    case 'keep':
      if (kept) outgoing.writeHead(200, { 'content-type': kept.type }).end(kept.body);
      return kept !== undefined;
    case 'hold':
    case 'swallow':
    case 'drop-cookies':
    case 'drop-header':
      return false;
  }
}

function withoutHeader(headers: OutgoingHttpHeaders, rule: ActiveRule | undefined): OutgoingHttpHeaders {
  const dropped = rule?.does.kind === 'drop-header' ? rule.does.name : undefined;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== dropped));
}

function keep(rule: ActiveRule, response: IncomingMessage): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.once('end', () => (rule.kept = { type: response.headers['content-type'] ?? '', body: Buffer.concat(chunks) }));
}

function endToEnd(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
}

/** What a client says about forwarding is not believed, as a front door must. */
function forwardedHeaders(incoming: IncomingMessage, host: string, port: number): OutgoingHttpHeaders {
  const client = incoming.socket.remoteAddress ?? '127.0.0.1';
  const { forwarded: _forwarded, ...headers } = endToEnd(incoming.headers);
  return {
    ...headers,
    ...(incoming.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    'x-forwarded-for': client.replace(/^::ffff:/, ''),
    'x-forwarded-proto': 'http',
    'x-forwarded-host': incoming.headers.host ?? `${host}:${port}`,
    'x-forwarded-port': String(port),
  };
}

function refuse(outgoing: ServerResponse, status: 502 | 503, title: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  outgoing.end(`<!doctype html><title>${status} ${title}</title><h1>${status} ${title}</h1>\n`);
}
