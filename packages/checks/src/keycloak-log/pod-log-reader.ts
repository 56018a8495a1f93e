import type { IncomingMessage } from 'node:http';
import type { KubernetesApi } from '../kubernetes/api.ts';
import { hasReached, lastLine } from './last-line.ts';
import type { LastLine } from './last-line.ts';
import { createLineSplitter } from './log-lines.ts';
import { createLogPosition } from './log-position.ts';
import { textOf } from './raw-line.ts';
import type { Recount } from './recount.ts';
import { refusedLog, startOfBody } from './refused-log.ts';
import { isCutStamp, parseStampedLine, STAMP, timeOfKey } from './stamped-line.ts';
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
  /** Only so many of the newest lines. */
  readonly tail?: number;
  /** By `performance.now()`: when this look must have ended. What is left then is for the next one. */
  readonly until?: number;
}

/**
 * What reading came to. `absent`: there is no log, and that is an answer. `failed`: there may be one, and it was not seen.
 * `broken`: it was seen up to somewhere; `late`: up to where the time was up.
 */
export type Reading = { readonly kind: 'read' | 'late' } | { readonly kind: 'absent' | 'failed' | 'broken'; readonly why: string };

/** Takes a log line by line and keeps what it tells. */
export interface LogSink<T> {
  /** `raw` is the line's bytes, one character each (see `textOf`); `key` the kubelet's time of it. */
  line(raw: string, key?: string): void;
  /**
   * Takes the line between `start` and `end` where a glance at its bytes is enough; else says false, and `line` is called with it.
   * Its key begins at `key`. Whatever a glance takes, `line` would have taken to the same effect.
   */
  glance?(bytes: Buffer, start: number, end: number, key: number): boolean;
  /** After glances: the key of the last line. */
  reached?(key: string): void;
  /** What was told so far. */
  summary(): T;
}

/** Reads one container run's log, look after look: each time only what came since the last one. */
export interface PodLogReader<T> {
  read(api: KubernetesApi, log: LogOf, signal: AbortSignal): Promise<Reading>;
  summary(): T;
  readonly bytes: number;
  /** The cap was reached; what follows is not read. */
  readonly truncated: boolean;
  /** The line that was read last was no longer there when reading went on: lines may be lost. */
  readonly rotated: boolean;
}

const SECONDS_WITHOUT_A_BYTE = 15;

export function createPodLogReader<T>(mostBytes: number, sink: LogSink<T>): PodLogReader<T> {
  let bytes = 0;
  let truncated = false;
  let rotated = false;
  const position = createLogPosition();
  const take = ({ key, text }: StampedLine): void => {
    position.pass(key);
    sink.line(text, key);
  };
  const glance = (line: Buffer, start: number, end: number): boolean => {
    if (!sink.glance || !position.isOfNewestSecond(line, start, end)) return false;
    if (!sink.glance(line, start + STAMP + 1, end, start)) return false;
    position.passAt(line, start);
    return true;
  };

  /** Takes the chunks until the end, the cap or the time is reached. */
  const drain = async (answer: IncomingMessage, until: number, push: (chunk: Buffer) => void): Promise<'end' | 'cut' | 'late'> => {
    for await (const chunk of answer) {
      if (!Buffer.isBuffer(chunk)) continue;
      const room = mostBytes - bytes;
      bytes += Math.min(chunk.length, room);
      push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      if (chunk.length > room) return 'cut';
      if (performance.now() > until) return 'late';
    }
    return 'end';
  };

  return {
    read: async (api, log, signal) => {
      if (truncated) return { kind: 'read' };
      const since = position.since ?? log.since;
      // The lines that should be those of the newest second are let go, until it is seen that they are.
      let again = position.recount();
      const goOn = (recount: Recount, isSame: boolean): void => {
        again = undefined;
        if (isSame) return;
        rotated = true;
        recount.newer.forEach(take);
      };
      const query = {
        container: log.container,
        timestamps: 'true',
        ...(log.previous ? { previous: 'true' } : {}),
        ...(since === undefined ? {} : { sinceTime: since }),
      };
      const newest = log.tail === undefined ? await lastLine(api, log.pod, query) : undefined;
      let unstamped: string | undefined;
      let atEnd = false;
      let counted = '';
      /** The key of a line at the end that has no line end, and was left. */
      let halfLine: string | undefined;
      /** The end stands within the kubelet's time of a line. */
      let cutStamp = false;
      const splitter = createLineSplitter(
        (line) => {
          const stamped = parseStampedLine(line);
          if (!stamped) {
            // With timestamps asked for, this is not the log speaking but whoever should have read it.
            if (atEnd && isCutStamp(line)) cutStamp = true;
            else if (line.trim() !== '') unstamped ??= textOf(line.slice(0, 300));
            return;
          }
          // Half a line of a container that still writes is left for the next look, and so is one that was cut on its way.
          if (atEnd && (!log.ended || (newest?.key === stamped.key && newest.isWhole))) {
            halfLine = stamped.key;
            return;
          }
          if (!again) {
            take(stamped);
            return;
          }
          counted = stamped.key;
          const isSame = again.count(stamped);
          if (isSame !== undefined) goOn(again, isSame);
        },
        (line, start, end) => !again && !atEnd && glance(line, start, end),
      );
      const answer = await api.log(log.pod, {
        ...query,
        ...(log.tail === undefined ? {} : { tailLines: String(log.tail) }),
      });
      const status = answer.statusCode ?? 0;
      // A pod that no node has taken yet answers so.
      if (status === 204) {
        answer.resume();
        return { kind: 'absent', why: 'no node has taken the pod yet' };
      }
      if (status !== 200)
        return refusedLog(status, answer.headers['content-type'] ?? '', await startOfBody(answer), api.namespace, log.pod);
      try {
        answer.setTimeout(SECONDS_WITHOUT_A_BYTE * 1000, () => answer.destroy(new Error(`nothing for ${SECONDS_WITHOUT_A_BYTE} s`)));
        const end = await drain(answer, log.until ?? Infinity, (chunk) => {
          splitter.push(chunk);
          if (position.since !== undefined) sink.reached?.(position.last());
        });
        if (end !== 'end') answer.destroy();
        if (end === 'late') return { kind: 'late' };
        if (end === 'cut') {
          truncated = true;
          return { kind: 'read' };
        }
      } catch (error) {
        signal.throwIfAborted();
        return { kind: 'broken', why: error instanceof Error ? error.message : String(error) };
      }
      atEnd = true;
      splitter.end();
      if (unstamped !== undefined) return { kind: 'failed', why: unstamped };
      if (cutStamp) return { kind: 'broken', why: 'the answer ends in the middle of a line' };
      const why = whyBroken(newest, halfLine, again ? counted : position.last());
      if (why !== undefined) return { kind: 'broken', why };
      if (again) goOn(again, false);
      return { kind: 'read' };
    },
    summary: () => sink.summary(),
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

/** Why an answer that ended well is not the whole log; undefined where it is. `seen` is the key of its last line. */
function whyBroken(newest: LastLine | undefined, halfLine: string | undefined, seen: string): string | undefined {
  const isCut = newest === undefined || (newest.key === halfLine && newest.isWhole);
  if (halfLine !== undefined && (isCut || !hasReached(newest, halfLine))) return 'the answer ends in the middle of a line';
  return newest && !hasReached(newest, halfLine ?? seen) ? `the answer ends before the line of ${timeOfKey(newest.key)}` : undefined;
}
