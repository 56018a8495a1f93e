import { startsWith } from './record-header.ts';
import type { RecordHeader } from './record-header.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;

const LOGGER = Buffer.from('org.keycloak.events');
const names = { type: Buffer.from('type='), client: Buffer.from('clientId='), error: Buffer.from('error=') };
/** In bytes: whatever is longer may be cut, and is left to the parser. */
const LONGEST_VALUE = 100;
const LONGEST_MESSAGE = 4_000;

/** Where a value is: its first byte, and the one behind it. */
export interface Place {
  start: number;
  end: number;
}

/** Where in a line stands what `parseUserEvent` tells of it. It is one object, which is used again at the next call. */
export interface GlancedEvent {
  readonly type: Place;
  readonly error: Place;
  readonly client: Place;
}

const place = (): Place => ({ start: 0, end: 0 });
const found = { type: place(), error: place(), client: place() };
const NOT_YET = -1;

/**
 * What an event at WARN is about, for a line that is in order throughout and of plain letters. Users cause such lines by the million;
 * any other line is undefined here and left to the parser.
 */
export function glanceUserEvent(header: RecordHeader, bytes: Buffer, end: number): GlancedEvent | undefined {
  if (header.level !== 'warn' || header.loggerEnd - header.logger !== LOGGER.length) return undefined;
  if (!startsWith(bytes, header.logger, LOGGER)) return undefined;
  const limit = Math.min(end, header.message + LONGEST_MESSAGE);
  const { type, error, client } = found;
  type.start = error.start = client.start = NOT_YET;
  for (let at = header.message; type.start === NOT_YET || error.start === NOT_YET || client.start === NOT_YET; at += 2) {
    const name = at;
    while (isLetter(bytes[at] ?? 0)) at += 1;
    if (at === name || bytes[at] !== EQUALS || bytes[at + 1] !== QUOTE) return undefined;
    const value = at + 2;
    at = value;
    while (at < limit && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    if (at >= limit) return undefined;
    // The first one counts, as with the parser.
    const known = startsWith(bytes, name, names.type)
      ? type
      : startsWith(bytes, name, names.client)
        ? client
        : startsWith(bytes, name, names.error)
          ? error
          : undefined;
    if (known?.start === NOT_YET) {
      known.start = value;
      known.end = at;
    }
    at += 1;
    if (bytes[at] !== COMMA || bytes[at + 1] !== SPACE || at + 2 >= limit) break;
  }
  return isPlain(bytes, type) && isPlain(bytes, error) && isPlain(bytes, client) ? found : undefined;
}

/** False for what the parser would cut or decode, and for what is not there. */
function isPlain(bytes: Buffer, { start, end }: Place): boolean {
  if (start === NOT_YET || end - start > LONGEST_VALUE) return false;
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
