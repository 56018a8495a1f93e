import { request } from 'node:https';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { connect } from 'node:net';
import { asGate } from '../as-gate.ts';
import { agentFor } from '../node-agent.ts';
import type { NamedProxy } from './proxy.ts';

/** Milliseconds. */
const patience = 5_000;

/**
 * Who signed what a server shows, as far up as it shows it; undefined where nothing is shown. Verification is off here, as the answer is
 * to "whom would I have to trust?", asked after a refusal: nothing is sent but the gate's name, and nothing that comes is used.
 */
export async function issuerAt(address: string, proxy: NamedProxy | undefined, signal: AbortSignal): Promise<string | undefined> {
  const agent = agentFor(address, proxy, { rejectUnauthorized: false });
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  return new Promise((resolve) => {
    const asked = request(address, { method: 'HEAD', headers: asGate, agent, signal: limited }, (answer) => {
      answer.resume();
      resolve(answer.socket instanceof TLSSocket ? issuerOf(answer.socket) : undefined);
      agent.destroy();
    });
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}

/** PostgreSQL's request to go on encrypted: its length, and its code (the protocol's "SSLRequest"). */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** As `issuerAt`, of a server of PostgreSQL. */
export async function issuerAtDatabase(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const socket = connect({ host, port });
  const end = (): void => void socket.destroy();
  limited.addEventListener('abort', end, { once: true });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => socket.write(sslRequest));
      socket.once('data', (answer) => {
        if (answer.toString('latin1') !== 'S') resolve(undefined);
        else {
          const secure = connectTls({ socket, rejectUnauthorized: false }, () => resolve(issuerOf(secure)));
          secure.on('error', () => resolve(undefined));
        }
      });
      for (const event of ['error', 'close'] as const) socket.once(event, () => resolve(undefined));
    });
  } finally {
    limited.removeEventListener('abort', end);
    socket.destroy();
  }
}

function issuerOf(socket: TLSSocket): string | undefined {
  let top: { readonly issuer?: Issuer; readonly issuerCertificate?: object | undefined; readonly fingerprint256?: string } =
    socket.getPeerCertificate(true);
  // A root is its own issuer; a chain is never longer than this.
  for (let count = 0; count < 10 && top.issuerCertificate !== undefined && top.issuerCertificate !== top; count += 1)
    top = top.issuerCertificate;
  const { CN, O, OU } = top.issuer ?? {};
  const name = CN ?? O ?? OU;
  return name === undefined ? undefined : String(name).slice(0, 200);
}

interface Issuer {
  readonly CN?: string | string[];
  readonly O?: string | string[];
  readonly OU?: string | string[];
}
