import { Agent, createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../lab/lab-error.ts';
import { close, listenOn } from '../lab/network.ts';
import { orderBackends } from './backend.ts';
import type { Backend } from './backend.ts';

/** What the balancer does with requests; `unavailable` answers 503 to all, as when somebody shut the front door. */
export type BalancerMode =
  | { readonly kind: 'normal' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'slow'; readonly delayMs: number };

/** The one public address in front of the pods. */
export interface Balancer {
  /** Without a slash at the end. */
  readonly url: string;
  setBackends(backends: readonly Backend[]): void;
  setMode(mode: BalancerMode): void;
  mode(): BalancerMode;
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
  const url = `http://${host}:${port}`;
  // A connection a request: one that is kept could be closed by a pod at the moment that a request is sent on it.
  const agent = new Agent({ keepAlive: false });

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const now = mode;
    if (now.kind === 'slow') await delay(now.delayMs);
    const candidates = now.kind === 'unavailable' ? [] : orderBackends(backends, incoming.headers.cookie, (turn += 1));
    for (const backend of candidates) {
      const answer = await send(incoming, outgoing, backend);
      if (answer === 'refused') continue;
      return;
    }
    refuse(outgoing, 503, 'Service Unavailable');
  }

  /** Streams a request to a pod and its answer back. `refused`: nobody listens there, and nothing was sent. */
  function send(incoming: IncomingMessage, outgoing: ServerResponse, backend: Backend): Promise<'refused' | 'done'> {
    return new Promise((resolve) => {
      const upstream = httpRequest({
        host: backend.address,
        port: podPort,
        method: incoming.method,
        path: incoming.url,
        headers: forwardedHeaders(incoming, host, port),
        agent,
        timeout: answerWithin,
      });
      const giveUp = (): void => void upstream.destroy();
      outgoing.once('close', giveUp);
      upstream.once('timeout', giveUp);
      upstream.once('socket', (socket) => socket.once('connect', () => incoming.pipe(upstream)));
      upstream.once('response', (response) => {
        outgoing.writeHead(response.statusCode ?? 502, endToEnd(response.headers));
        response.pipe(outgoing);
        response.once('close', () => {
          if (!response.complete) outgoing.destroy();
          resolve('done');
        });
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
    async close() {
      const closed = close(server);
      server.closeAllConnections();
      await closed;
    },
  };
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
