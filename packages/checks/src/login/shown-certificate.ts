import { lookAtCertificate } from '../oidc/look-at-certificate.ts';
import type { Failure } from './journey.ts';

/** Milliseconds for the whole look. */
const patience = 5_000;
/** Names, and characters of each, that are kept. */
const most = { names: 5, characters: 100 } as const;

/**
 * What the host of an address that the browser does not trust shows of itself; undefined where that cannot be read. It is told beside the
 * failure, and is none of its own: only an abort of the signal is thrown.
 */
export async function shownCertificate(url: string, signal: AbortSignal): Promise<Failure['certificate']> {
  try {
    // Of the address, only its host: the rest may hold a code.
    const seen = await lookAtCertificate(new URL(url).origin, AbortSignal.any([signal, AbortSignal.timeout(patience)]));
    if ('why' in seen) return undefined;
    const [own] = seen.chain;
    if (own === undefined) return undefined;
    const names = seen.names.length === 0 ? [own.subject] : seen.names;
    return { names: names.slice(0, most.names).map((name) => name.slice(0, most.characters)), validTo: own.validTo };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
