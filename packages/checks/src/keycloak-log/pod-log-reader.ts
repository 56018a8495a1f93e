import type { KubernetesApi } from '../kubernetes/api.ts';
import { ApiFailure, failureOfAnswer } from '../kubernetes/api-failure.ts';
import { createLineSplitter } from './log-lines.ts';
import { createLogReducer } from './log-reducer.ts';
import type { LogSummary } from './log-summary.ts';
import { parseStampedLine, timeOfKey } from './stamped-line.ts';
import type { StampedLine } from './stamped-line.ts';

/** Which log of which container. */
export interface LogOf {
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
  /** The run has ended: its last line is whole even without a line end. */
  readonly ended: boolean;
  /** ISO 8601; without it, from the beginning. */
  readonly since?: string;
}

/** What reading came to. `absent`: there is no log, and that is an answer. `failed`: there may be one, and it was not seen. */
export type Reading =
  | { readonly kind: 'read' }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Reads one container run's log, look after look: each time only what came since the last one. */
export interface PodLogReader {
  read(api: KubernetesApi, log: LogOf, signal: AbortSignal): Promise<Reading>;
  summary(): LogSummary;
  readonly bytes: number;
  /** The cap was reached; what follows is not read. */
  readonly truncated: boolean;
  /** The line that was read last was no longer there when reading went on: lines may be lost. */
  readonly rotated: boolean;
}

const SECONDS_WITHOUT_A_BYTE = 15;

export function createPodLogReader(mostBytes: number): PodLogReader {
  const reducer = createLogReducer();
  let bytes = 0;
  let truncated = false;
  let rotated = false;
  // Where reading goes on: at the newest second that was seen. The API knows whole seconds only, and lines of standard output
  // and standard error may be a little out of order, so the lines of that second are asked for again and counted off.
  let second = '';
  let inSecond = 0;
  let lastKey = '';

  const take = ({ key, text }: StampedLine): void => {
    const itsSecond = key.slice(0, 19);
    if (itsSecond > second) {
      second = itsSecond;
      inSecond = 0;
    }
    if (itsSecond === second) {
      inSecond += 1;
      lastKey = key;
    }
    reducer.line(text, timeOfKey(key));
  };

  return {
    read: async (api, log, signal) => {
      if (truncated) return { kind: 'read' };
      const since = second === '' ? log.since : `${second}Z`;
      const known = { count: inSecond, last: lastKey };
      /** The lines that should be those of the newest second, until it is seen that they are. */
      let again: StampedLine[] | undefined = known.count === 0 ? undefined : [];
      const countOff = (lines: readonly StampedLine[]): void => {
        again = undefined;
        if (lines.length === known.count && lines.at(-1)?.key === known.last) return;
        rotated = true;
        for (const line of lines) if (line.key > known.last) take(line);
      };
      let unstamped: string | undefined;
      let atEnd = false;
      const splitter = createLineSplitter((line) => {
        const stamped = parseStampedLine(line);
        if (!stamped) {
          // With timestamps asked for, this is not the log speaking but whoever should have read it.
          if (line.trim() !== '') unstamped ??= line.slice(0, 300);
          return;
        }
        // Half a line of a container that still writes is left for the next look.
        if (atEnd && !log.ended) return;
        if (!again) {
          take(stamped);
          return;
        }
        again.push(stamped);
        if (again.length === known.count) countOff(again);
      });
      const answer = await api.log(log.pod, {
        container: log.container,
        timestamps: 'true',
        ...(log.previous ? { previous: 'true' } : {}),
        ...(since === undefined ? {} : { sinceTime: since }),
      });
      const status = answer.statusCode ?? 0;
      // A pod that no node has taken yet answers so.
      if (status === 204) {
        answer.resume();
        return { kind: 'absent', why: 'no node has taken the pod yet' };
      }
      if (status !== 200) return refusal(status, answer.headers['content-type'] ?? '', await startOf(answer), api.namespace, log.pod);
      try {
        answer.setTimeout(SECONDS_WITHOUT_A_BYTE * 1000, () => answer.destroy(new Error(`nothing for ${SECONDS_WITHOUT_A_BYTE} s`)));
        for await (const chunk of answer) {
          if (!Buffer.isBuffer(chunk)) continue;
          const room = mostBytes - bytes;
          bytes += Math.min(chunk.length, room);
          splitter.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
          if (chunk.length > room) {
            truncated = true;
            answer.destroy();
            return { kind: 'read' };
          }
        }
      } catch (error) {
        signal.throwIfAborted();
        return { kind: 'failed', why: `the log broke off: ${error instanceof Error ? error.message : String(error)}` };
      }
      atEnd = true;
      splitter.end();
      if (again && unstamped === undefined) countOff(again);
      return unstamped === undefined ? { kind: 'read' } : { kind: 'failed', why: unstamped };
    },
    summary: () => reducer.summary(),
    get bytes() {
      return bytes;
    },
    get truncated() {
      return truncated;
    },
    get rotated() {
      return rotated;
    },
  };
}

async function startOf(answer: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of answer) {
    if (Buffer.isBuffer(chunk)) text += chunk.toString('utf8');
    if (text.length > 4_000) break;
  }
  return text;
}

function refusal(status: number, contentType: string, text: string, namespace: string, pod: string): Reading {
  if (status === 400 && /previous terminated container .* not found/.test(text)) return { kind: 'absent', why: 'there was no run before' };
  if (status === 400 && /is waiting to start|container .* is not available|ContainerCreating|PodInitializing/.test(text))
    return { kind: 'absent', why: 'the container has not started yet' };
  if (status === 404 && text.includes('"kind":"Status"')) return { kind: 'absent', why: 'the pod is gone' };
  const failure = failureOfAnswer({ verb: 'get', group: '', resource: 'pods/log', namespace, name: pod }, status, contentType, text);
  // A kubelet that cannot be reached is a 500 of the API server: that says something about this pod, not about the API.
  if (status >= 500 && failure.gap.code === 'kubernetes/API_ERROR') return { kind: 'failed', why: failure.message };
  throw new ApiFailure(failure.gap);
}
