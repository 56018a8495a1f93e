import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Container, Probe } from '../kubernetes-api/objects.ts';
import { execInContainer } from './exec-in-container.ts';
import type { InsideContainer } from './exec-in-container.ts';

/** What one probe said. The texts are the kubelet's, with the pod's IP in place of the address that was asked. */
export type ProbeOutcome =
  | { readonly result: 'success' }
  | { readonly result: 'warning'; readonly output: string }
  | { readonly result: 'failure'; readonly output: string }
  /** The probe itself could not be run, which counts as a failure. */
  | { readonly result: 'error'; readonly output: string };

export interface ProbeTarget {
  /** Where the process listens. */
  readonly address: string;
  /** What the pod is said to have, in texts and in the Host header. */
  readonly podIP: string;
  /** Where commands are run; none before the process has started. */
  readonly inside?: InsideContainer;
}

const success: ProbeOutcome = { result: 'success' };
const failure = (output: string): ProbeOutcome => ({ result: 'failure', output });
const maxRedirects = 10;

/** The number of a port that a probe names or numbers; undefined when the container has no port of that name. */
function portNumber(container: Container, port: number | string): number | undefined {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? (/^\d+$/.test(port) ? Number(port) : undefined);
}

/** Runs a probe once. Never rejects: what goes wrong is a failure with its text. */
export async function runProbe(probe: Probe, container: Container, target: ProbeTarget, signal: AbortSignal): Promise<ProbeOutcome> {
  const timeout = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec !== undefined) return probeByCommand(probe.exec.command ?? [], target, timeout, signal);
  const wanted = probe.httpGet?.port ?? probe.tcpSocket?.port;
  if (wanted === undefined) return failure('the lab runs httpGet, tcpSocket and exec probes only');
  const port = portNumber(container, wanted);
  if (port === undefined) return failure(`couldn't find port: ${String(wanted)} in container ${container.name}`);
  if (probe.httpGet === undefined) return probeTcp(target, port, timeout, signal);
  const path = probe.httpGet.path ?? '/';
  const scheme = (probe.httpGet.scheme ?? 'HTTP').toLowerCase();
  const url = new URL(`${scheme}://${target.podIP}:${port}${path.startsWith('/') ? '' : '/'}${path}`);
  const headers = Object.fromEntries((probe.httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]));
  return probeHttp(url, target, headers, timeout, signal);
}

async function probeByCommand(
  command: readonly string[],
  { inside }: ProbeTarget,
  timeout: number,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  if (inside === undefined) return { result: 'error', output: 'container not found' };
  const outcome = await execInContainer(command, inside, timeout, signal);
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? success : failure(outcome.output);
    case 'timedOut':
      return failure(`command timed out: "${command.join(' ')}" timed out after ${timeout / 1000}s`);
    case 'refused':
      return { result: 'error', output: outcome.message };
  }
}

async function probeHttp(
  url: URL,
  target: ProbeTarget,
  headers: Readonly<Record<string, string>>,
  timeout: number,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const clock = AbortSignal.timeout(timeout);
  let current = url;
  for (let redirects = 0; ; redirects += 1) {
    let response: IncomingMessage;
    try {
      response = await get(current, target.address, headers, AbortSignal.any([signal, clock]));
      response.destroy();
    } catch (error) {
      const why = clock.aborted
        ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
        : networkText(error, target, Number(current.port));
      return failure(`Get "${current.href}": ${why}`);
    }
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return success;
    if (status < 300 || status >= 400) return failure(`HTTP probe failed with statuscode: ${status}`);
    const location = response.headers.location;
    const next = location === undefined ? undefined : new URL(location, current);
    if (next?.hostname !== url.hostname) {
      return { result: 'warning', output: 'Probe terminated redirects, Response body: ' };
    }
    if (redirects === maxRedirects) return failure(`Get "${next.href}": stopped after 10 redirects`);
    current = next;
  }
}

function get(url: URL, address: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? httpsRequest : httpRequest)({
      host: address,
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      agent: false,
      signal,
      // A kubelet does not verify the certificate of what it probes.
      ...(secure ? { rejectUnauthorized: false } : {}),
      headers: { Host: url.host, 'User-Agent': 'kube-probe/1.36', Accept: '*/*', Connection: 'close', ...headers },
    });
    outgoing.once('response', (response) => {
      // The answer is its status; an error while the rest is thrown away says nothing.
      response.on('error', () => undefined);
      resolve(response);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function probeTcp(target: ProbeTarget, port: number, timeout: number, signal: AbortSignal): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.address, port, signal });
    const clock = setTimeout(() => {
      resolve(failure(`dial tcp ${target.podIP}:${port}: i/o timeout`));
      socket.destroy();
    }, timeout);
    socket.once('connect', () => {
      clearTimeout(clock);
      resolve(success);
      socket.destroy();
    });
    socket.on('error', (error) => {
      clearTimeout(clock);
      resolve(failure(networkText(error, target, port)));
    });
  });
}

/** A network error in Go's words. */
function networkText(error: unknown, { podIP }: ProbeTarget, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  switch (code) {
    case 'ECONNREFUSED':
      return `dial tcp ${podIP}:${port}: connect: connection refused`;
    case 'ECONNRESET':
      return message === 'socket hang up' ? 'EOF' : `read tcp ${podIP}:${port}: read: connection reset by peer`;
    case 'EHOSTUNREACH':
      return `dial tcp ${podIP}:${port}: connect: no route to host`;
    default:
      return message;
  }
}
