import { readFile } from 'node:fs/promises';
import type { Environment, SecretReference } from '@keycloak-release-gate/core';
import { SecretMissing } from '../../secrets/resolve.ts';
import { Unreadable } from './unreadable.ts';

type OnCall = NonNullable<NonNullable<Environment['confirmations']>['onCall']>;

/** Milliseconds for a calendar to come. */
const PATIENCE = 20_000;
/** Bytes of a calendar: years of shifts have a few hundred thousand. */
const LARGEST = 8_000_000;

/**
 * The text of the calendar that is declared. Throws Unreadable; its words never hold the address, which is a secret: whoever
 * knows it can read the calendar.
 */
export async function readCalendar(
  { file, url }: OnCall,
  secret: (reference: SecretReference) => string,
  signal: AbortSignal,
): Promise<string> {
  if (file !== undefined) {
    try {
      return limited(await readFile(file));
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      throw new Unreadable(`the file ${file} cannot be read (${String(error.code)})`, { cause: error });
    }
  }
  if (url === undefined) throw new Unreadable('neither a file nor an address of it is declared');
  const address = addressOf(url, secret);
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw new Unreadable('what is declared as its address is none of http or https');
  // fetch refuses them, and says so with the address.
  if (new URL(address).username !== '')
    throw new Unreadable('its address holds a user name, which is not taken: use one that is secret by itself');
  let response: Response;
  try {
    response = await fetch(address, {
      headers: { accept: 'text/calendar' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new Unreadable(`${new URL(address).host} gave no answer${whyOf(error)}`, { cause: error });
  }
  if (!response.ok) throw new Unreadable(`${new URL(address).host} answered HTTP ${response.status}`);
  return bodyOf(response, signal);
}

function addressOf(url: SecretReference, secret: (reference: SecretReference) => string): string {
  try {
    return secret(url);
  } catch (error) {
    if (error instanceof SecretMissing) throw new Unreadable('its address is not known here', { cause: error });
    throw error;
  }
}

async function bodyOf(response: Response, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > LARGEST) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new Unreadable(`it did not come to its end${whyOf(error)}`, { cause: error });
  }
  return limited(Buffer.concat(chunks));
}

function limited(content: Buffer): string {
  if (content.length > LARGEST) throw new Unreadable(`it has more than ${LARGEST} bytes`);
  return content.toString('utf8');
}

function whyOf(error: unknown): string {
  if (error instanceof DOMException) return ` within ${PATIENCE / 1_000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
}
