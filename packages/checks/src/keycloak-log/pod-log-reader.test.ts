import { Agent, createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubernetesApi } from '../kubernetes/api.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';
import { createLogReducer } from './log-reducer.ts';
import { createPodLogReader } from './pod-log-reader.ts';
import type { LogOf, PodLogReader, Reading } from './pod-log-reader.ts';
import { recordedLines, reduceLines } from './recorded-logs.ts';
import { parseStampedLine, timeOfKey } from './stamped-line.ts';

const signal = new AbortController().signal;
const log: LogOf = { pod: 'keycloak-0', container: 'keycloak', previous: false, ended: false };

let server: Server;
let api: KubernetesApi;
let agent: Agent;
let answer: RequestListener;
let lastLine: RequestListener;
let asked: URLSearchParams[];

beforeEach(async () => {
  asked = [];
  lastLine = body(204, '');
  server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    // Which line is the last one is asked before a log.
    if (query.get('tailLines') === '1') {
      lastLine(request, response);
      return;
    }
    asked.push(query);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  agent = new Agent({ keepAlive: true });
  api = kubernetesApi(
    { server: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, agent, headers: {} },
    'sso',
    signal,
  );
});
afterEach(async () => {
  agent.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const body =
  (status: number, text: string): RequestListener =>
  (_, response) => {
    response.writeHead(status).end(text);
  };
const refused = (status: number, message: string): RequestListener =>
  body(status, JSON.stringify({ kind: 'Status', code: status, message }));
const read = async (reader: PodLogReader<unknown>, of: LogOf = log): Promise<Reading> => reader.read(api, of, signal);
const stamped = (second: number, text: string, nanos = '000000000'): string =>
  `2026-11-23T21:00:${String(second).padStart(2, '0')}.${nanos}Z ${text}`;

/** Hands a log out as a kubelet does: what is not before `sinceTime`. */
const serving =
  (lines: () => readonly string[]): RequestListener =>
  (request: IncomingMessage, response) => {
    const since = new URL(request.url ?? '', 'http://x').searchParams.get('sinceTime');
    const from = since === null ? 0 : Date.parse(since);
    response.end(
      lines()
        .filter((line) => Date.parse(line.slice(0, line.indexOf(' '))) >= from)
        .map((line) => `${line}\n`)
        .join(''),
    );
  };

describe('a log that grows', () => {
  it('is read further from the last line on, and each line counts once', async () => {
    const lines = [stamped(1, 'one'), stamped(2, 'two', '500000000'), stamped(2, 'two again', '500000000')];
    answer = serving(() => lines);
    const reader = createPodLogReader(1_000_000, createLogReducer());
    expect(await read(reader)).toEqual({ kind: 'read' });
    lines.push(stamped(2, 'and again', '500000000'), stamped(3, 'three'));
    await read(reader);
    await read(reader);
    expect(reader.summary().lines).toBe(5);
    expect(reader.rotated).toBe(false);
    expect(asked.map((query) => [query.get('timestamps'), query.get('sinceTime')])).toEqual([
      ['true', null],
      ['true', '2026-11-23T21:00:02Z'],
      ['true', '2026-11-23T21:00:03Z'],
    ]);
  });

  it('gives the same summary however often it is looked at', async () => {
    const recorded = recordedLines('26.7.4-first-node').map((line, index) =>
      stamped(Math.floor(index / 3), line, String(index % 2).padEnd(9, '0')),
    );
    const whole = reduceLines(recorded.map((line) => parseStampedLine(line)?.text ?? ''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(recorded.length), { maxLength: 6 }), async (cuts) => {
        const reader = createPodLogReader(1_000_000, createLogReducer());
        for (const end of [...cuts.toSorted((a, b) => a - b), recorded.length]) {
          answer = serving(() => recorded.slice(0, end));
          await read(reader);
        }
        const { lines, records, messages } = reader.summary();
        expect({ lines, records, messages: messages.map((each) => [each.fingerprint, each.count]) }).toEqual({
          lines: whole.lines,
          records: whole.records,
          messages: whole.messages.map((each) => [each.fingerprint, each.count]),
        });
        expect(reader.rotated).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('has each line counted once in the second in which standard output and standard error overtake each other', async () => {
    const line = fc.tuple(fc.nat(8), fc.nat(999_999_999)).map(([second, nanos]) => ({ second, nanos: String(nanos).padStart(9, '0') }));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.array(fc.nat(40), { maxLength: 4 }), async (some, cuts) => {
        // Whole seconds are in order; within one, times are not.
        const lines = some
          .toSorted((a, b) => a.second - b.second)
          .map(({ second, nanos }, index) => stamped(second, `line ${index}`, nanos));
        const reader = createPodLogReader(1_000_000, createLogReducer());
        for (const end of [...cuts.toSorted((a, b) => a - b), lines.length]) {
          answer = serving(() => lines.slice(0, end));
          expect(await read(reader)).toEqual({ kind: 'read' });
        }
        expect([reader.summary().lines, reader.rotated]).toEqual([lines.length, false]);
      }),
      { numRuns: 50 },
    );
  });

  it('gives the same summary however it is cut into chunks', async () => {
    const bytes = Buffer.from(
      [...recordedLines('26.7.4-first-node'), ...recordedLines('26.7.4-without-database'), 'Ä€😀']
        .map((text, index) => `${stamped(Math.floor(index / 50), text, String(index).padStart(9, '0'))}\n`)
        .join(''),
    );
    const summaryOf = async (places: readonly number[]): Promise<unknown> => {
      answer = (_, response) => {
        void (async () => {
          for (const [index, end] of places.entries()) {
            response.write(bytes.subarray(places[index - 1] ?? 0, end));
            await new Promise(setImmediate);
          }
          response.end();
        })();
      };
      const reader = createPodLogReader(1_000_000, createLogReducer());
      expect(await read(reader)).toEqual({ kind: 'read' });
      return reader.summary();
    };
    const whole = await summaryOf([bytes.length]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 30 }), async (cuts) => {
        const places = [...new Set(cuts)].toSorted((a, b) => a - b);
        expect(await summaryOf([...places, bytes.length])).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('whatever its bytes, is read without an error, and what is no line of the log is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), async (lines) => {
        const bytes = Buffer.concat(
          lines.flatMap((line) => [Buffer.from(stamped(1, '')), line.filter((byte) => byte !== 10), Buffer.from('\n')]),
        );
        answer = (_, response) => response.end(bytes);
        const reader = createPodLogReader(1_000_000, createLogReducer());
        expect(await read(reader)).toEqual({ kind: 'read' });
        expect(reader.summary().lines).toBe(lines.length);
      }),
      { numRuns: 50 },
    );
  });

  it('is left for the next look where the time is up, and that is told', async () => {
    const lines = [stamped(1, 'one'), stamped(2, 'two')];
    answer = serving(() => lines);
    const reader = createPodLogReader(1_000_000, createLogReducer());
    expect(await read(reader, { ...log, until: 0 })).toEqual({ kind: 'late' });
    expect(await read(reader)).toEqual({ kind: 'read' });
    expect([reader.summary().lines, reader.rotated]).toEqual([2, false]);
  });

  it('is known to be rotated when its last line is gone', async () => {
    const reader = createPodLogReader(1_000_000, createLogReducer());
    answer = serving(() => [stamped(1, 'one')]);
    await read(reader);
    answer = serving(() => [stamped(9, 'nine')]);
    await read(reader);
    expect([reader.rotated, reader.summary().lines]).toEqual([true, 2]);
  });

  it('has half a line left for the next look, and read at the end of the run', async () => {
    answer = body(200, `${stamped(1, 'one')}\n${stamped(2, 'tw')}`);
    const running = createPodLogReader(1_000_000, createLogReducer());
    await read(running);
    expect(running.summary().lines).toBe(1);
    const over = createPodLogReader(1_000_000, createLogReducer());
    await read(over, { ...log, ended: true });
    expect(over.summary().lines).toBe(2);
  });

  it('is not read beyond the cap, and that is told', async () => {
    answer = serving(() => Array.from({ length: 1_000 }, (_, index) => stamped(index % 60, 'x'.repeat(100))));
    const reader = createPodLogReader(10_000, createLogReducer());
    expect(await read(reader)).toEqual({ kind: 'read' });
    expect([reader.truncated, reader.bytes]).toEqual([true, 10_000]);
    await read(reader);
    expect(asked).toHaveLength(1);
  });

  it('is asked for from a time on, or for the run before', async () => {
    answer = body(200, '');
    await read(createPodLogReader(1, createLogReducer()), { ...log, previous: true, since: '2026-11-23T20:00:00Z' });
    expect([asked[0]?.get('previous'), asked[0]?.get('sinceTime'), asked[0]?.get('container')]).toEqual([
      'true',
      '2026-11-23T20:00:00Z',
      'keycloak',
    ]);
  });
});

describe('no log', () => {
  it.each([
    ['no node yet', body(204, ''), 'no node has taken the pod yet'],
    ['no run before', refused(400, 'previous terminated container "keycloak" in pod "keycloak-0" not found'), 'there was no run before'],
    [
      'not started',
      refused(400, 'container "keycloak" in pod "keycloak-0" is waiting to start: ContainerCreating'),
      'the container has not started yet',
    ],
    ['gone', refused(404, 'pods "keycloak-0" not found'), 'the pod is gone'],
  ])('is an answer: %s', async (_, how, why) => {
    answer = how;
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toEqual({ kind: 'absent', why });
  });

  it('is not a clean log where the kubelet could not read it, though it answers 200', async () => {
    answer = body(200, 'unable to retrieve container logs for containerd://4f2a');
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toEqual({
      kind: 'failed',
      why: 'unable to retrieve container logs for containerd://4f2a',
    });
    answer = body(200, `${stamped(1, 'one')}\nrpc error: code = NotFound\n`);
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toMatchObject({ kind: 'failed', why: 'rpc error: code = NotFound' });
  });

  it('is not a clean log where the node cannot be reached, or the stream breaks off', async () => {
    answer = refused(500, 'Get "https://10.0.0.9:10250/containerLogs/…": dial tcp: connection refused');
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toHaveProperty('why', expect.stringContaining('connection refused'));
    answer = refused(400, 'container "keycloak" in pod "keycloak-0" is terminated');
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toMatchObject({ kind: 'failed' });
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(`${stamped(1, 'one')}\n`, () => response.destroy());
    };
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toMatchObject({ kind: 'broken', why: 'aborted' });
  });

  it('is not a clean log where the node breaks off in the middle of a line, which the API server hands on as a whole answer', async () => {
    answer = body(200, `${stamped(1, 'one')}\n${stamped(2, 'tw')}`);
    const reader = createPodLogReader(1_000, createLogReducer());
    const broken = { kind: 'broken', why: 'the answer ends in the middle of a line' };
    expect(await read(reader)).toEqual(broken);
    // The next look reads on from there, and may be whole.
    answer = body(200, `${stamped(1, 'one')}\n${stamped(2, 'two')}\n`);
    expect(await read(reader)).toEqual({ kind: 'read' });
    expect(reader.summary().lines).toBe(2);
  });

  it('is not a clean log where it ends before the line that was the last one before', async () => {
    lastLine = body(200, `${stamped(9, 'nine')}\n`);
    answer = body(200, `${stamped(1, 'one')}\n${stamped(2, 'two')}\n`);
    const reader = createPodLogReader(1_000, createLogReducer());
    const broken = { kind: 'broken', why: 'the answer ends before the line of 2026-11-23T21:00:09.000Z' };
    expect(await read(reader)).toEqual(broken);
    // Cut again, before all was counted that is known: that is no rotation.
    answer = body(200, '');
    expect([await read(reader), reader.rotated]).toEqual([broken, false]);
    answer = body(200, `${stamped(2, 'two')}\n${stamped(9, 'nine')}\n${stamped(10, 'ten')}\n`);
    expect([await read(reader), reader.rotated]).toEqual([{ kind: 'read' }, false]);
    expect(reader.summary().lines).toBe(4);
  });

  it('of a run that has ended is not whole where its last line is cut', async () => {
    lastLine = body(200, `${stamped(2, 'two')}\n`);
    answer = body(200, `${stamped(1, 'one')}\n${stamped(2, 'tw')}`);
    const reader = createPodLogReader(1_000, createLogReducer());
    expect(await read(reader, { ...log, ended: true })).toEqual({ kind: 'broken', why: 'the answer ends in the middle of a line' });
    expect(reader.summary().lines).toBe(1);
  });

  it('is whole where the container itself has written half a line only', async () => {
    lastLine = body(200, stamped(2, 'tw'));
    answer = body(200, `${stamped(1, 'one')}\n${stamped(2, 'tw')}`);
    expect(await read(createPodLogReader(1_000, createLogReducer()))).toEqual({ kind: 'read' });
  });

  it('is a gap of the access where the right is missing', async () => {
    answer = refused(403, 'pods "keycloak-0" is forbidden');
    await expect(read(createPodLogReader(1_000, createLogReducer()))).rejects.toMatchObject({
      gap: { code: 'kubernetes/FORBIDDEN', remedy: 'Add to the gate\'s Role: {apiGroups: [""], resources: ["pods/log"], verbs: ["get"]}.' },
    });
  });
});

describe("the kubelet's time", () => {
  it.each([
    ['2026-11-23T21:00:01.123456789Z x', '2026-11-23T21:00:01.123456789Z'],
    ['2026-11-23T21:00:01.5Z x', '2026-11-23T21:00:01.500000000Z'],
    ['2026-11-23T22:00:01+01:00 x', '2026-11-23T21:00:01.000000000Z'],
  ])('%s', (line, key) => {
    expect(parseStampedLine(line)).toEqual({ key, text: 'x' });
  });

  it('is missing from what is no line of the log', () => {
    expect(parseStampedLine('unable to retrieve container logs for x')).toBeUndefined();
    expect(timeOfKey('2026-11-23T21:00:01.123456789Z')).toBe('2026-11-23T21:00:01.123Z');
  });
});
