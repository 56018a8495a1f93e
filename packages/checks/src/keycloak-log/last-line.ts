import type { IncomingMessage } from 'node:http';
import type { KubernetesApi } from '../kubernetes/api.ts';
import { parseStampedLine, timeOfKey } from './stamped-line.ts';

/** The last line of a log, as it was before reading began. */
export interface LastLine {
  readonly key: string;
  /** It has a line end. */
  readonly isWhole: boolean;
}

const MOST_BYTES = 1024 * 1024;
/** Milliseconds. Lines of two streams may overtake each other, and a long line has parts with times of their own. */
const SAME_TIME = 50;

/**
 * Asks for the last line of a log. The API server ends its answer as if it were whole when the node breaks off in the middle of it, so
 * only this tells whether a log was read to its end. Undefined where there is no such line, or none could be had: the log itself
 * is asked for next, and what stands in the way is told there. Rejects with what the connection failed with.
 */
export async function lastLine(api: KubernetesApi, pod: string, query: Readonly<Record<string, string>>): Promise<LastLine | undefined> {
  const answer = await api.log(pod, { ...query, tailLines: '1' });
  if (answer.statusCode !== 200) {
    answer.resume();
    return undefined;
  }
  const text = await textOf(answer);
  const stamped = parseStampedLine(text.split('\n', 1)[0] ?? '');
  return stamped && { key: stamped.key, isWhole: text.endsWith('\n') };
}

/** True where a log that was read up to a line (by its key) was read as far as this one, which was there before. */
export const hasReached = ({ key }: LastLine, seen: string): boolean =>
  Date.parse(timeOfKey(seen)) + SAME_TIME >= Date.parse(timeOfKey(key));

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer) {
      if (!Buffer.isBuffer(chunk) || bytes > MOST_BYTES) continue;
      bytes += chunk.length;
      chunks.push(chunk);
    }
  } catch {
    // Whatever breaks this answer breaks the log's own, too.
    return '';
  }
  return Buffer.concat(chunks).toString('latin1');
}
