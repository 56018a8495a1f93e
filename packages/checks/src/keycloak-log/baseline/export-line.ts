import { parseStampedLine } from '../stamped-line.ts';
import { rawOf, textOf } from '../raw-line.ts';
import { stampOf, timeOfRecord } from './export-time.ts';

/** A line of an exported log: what Keycloak wrote, and when, where that is told. */
export interface ExportedLine {
  readonly raw: string;
  readonly key?: string;
}

const prefix = /^\[pod\/[^\]]{1,200}\] /;
const criStream = /^std(?:out|err) [FP] /;

/**
 * Takes off what others put around Keycloak's lines: `kubectl logs` with `--prefix` and `--timestamps`, a node's own files, and
 * stores that give one JSON document a line with the text in `log` or `line`.
 */
export function unwrap(raw: string): ExportedLine {
  const line = raw.replace(prefix, '');
  const wrapped = line.startsWith('{') ? inDocument(line) : undefined;
  if (wrapped) return wrapped;
  const stamped = parseStampedLine(line);
  // What begins with a time as the kubelet writes it is Keycloak's own where the zone or the `T` is the only likeness.
  if (stamped) return { raw: stamped.text.replace(criStream, ''), key: stamped.key };
  const key = timeOfRecord(line);
  return key === undefined ? { raw: line } : { raw: line, key };
}

function inDocument(raw: string): ExportedLine | undefined {
  const document = parseOrUndefined(textOf(raw));
  if (typeof document !== 'object' || document === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(document));
  const text = members.get('log') ?? members.get('line');
  // Keycloak's own documents have a level.
  if (typeof text !== 'string' || members.has('level') || members.has('log.level')) return undefined;
  const inner = rawOf(text.replace(/\r?\n$/, ''));
  const time = ['time', 'timestamp', '@timestamp'].map((name) => members.get(name)).find((value) => typeof value === 'string');
  const key = (typeof time === 'string' ? stampOf(time) : undefined) ?? timeOfRecord(inner);
  return key === undefined ? { raw: inner } : { raw: inner, key };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A line that begins with a brace and is no JSON is an ordinary line.
    return undefined;
  }
}
