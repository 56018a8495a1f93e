import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { asGate } from '../as-gate.ts';
import { agentFor, proxyOfNode } from '../node-agent.ts';
import type { Certificate } from './certificate.ts';
import { patience } from './look-again.ts';

/** Certificates of a chain that are told. */
const longest = 10;

/**
 * Connects, and tells what is shown. Nothing secret is sent, and whatever certificate comes is looked at: to refuse it is the
 * judge's.
 */
export async function lookAtCertificate(
  address: string,
  signal: AbortSignal,
): Promise<Omit<Certificate, 'host'> | { readonly why: string }> {
  const [{ request }, tls] = await Promise.all([import('node:https'), import('node:tls')]);
  // One for this look alone, so that each sees what is shown now.
  const agent = agentFor(address, proxyOfNode(address));
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(
        address,
        {
          method: 'HEAD',
          headers: asGate,
          agent,
          rejectUnauthorized: false,
          signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
        },
        resolve,
      );
      asked.on('error', reject);
      asked.end();
    });
    answer.resume();
    const { socket } = answer;
    if (!(socket instanceof tls.TLSSocket)) return { why: 'it is no TLS connection' };
    const shown = socket.getPeerCertificate(true);
    return {
      trusted: socket.authorized || String(socket.authorizationError),
      nameFits: tls.checkServerIdentity(new URL(address).hostname, shown) === undefined,
      names: (shown.subjectaltname ?? '').split(', ').flatMap((name) => (name === '' ? [] : [name.replace(/^[^:]*:/, '')])),
      chain: chainOf(shown),
      protocol: socket.getProtocol() ?? 'unknown',
      ...hstsOf(answer),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return { why: 'code' in error && typeof error.code === 'string' ? error.code : error.message };
  }
}

type Shown = ReturnType<TLSSocket['getPeerCertificate']>;

function chainOf(own: Shown): Certificate['chain'] {
  const chain: Certificate['chain'] = [];
  let next: (Shown & { readonly issuerCertificate?: Shown }) | undefined = own;
  for (const seen = new Set<string>(); next !== undefined && chain.length < longest && !seen.has(next.fingerprint256);) {
    seen.add(next.fingerprint256);
    const { CN = '?' } = next.subject;
    chain.push({ subject: String(CN), validTo: new Date(next.valid_to).toISOString() });
    next = next.issuerCertificate;
  }
  return chain;
}

function hstsOf({ headers }: IncomingMessage): Pick<Certificate, 'hsts'> {
  const age = /max-age\s*=\s*"?(\d+)/i.exec(headers['strict-transport-security'] ?? '')?.[1];
  return age === undefined ? {} : { hsts: Number(age) };
}
