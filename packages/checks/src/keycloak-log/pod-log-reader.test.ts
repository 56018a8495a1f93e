import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogReducer } from './log-reducer.ts';
import { createPodLogReader } from './pod-log-reader.ts';
import type { LogOf, PodLogReader, Reading } from './pod-log-reader.ts';
import { recordedLines, reduceLines } from './recorded-logs.ts';
import { answerOf, logOf, serveLogs, stampedLine } from './served-logs.ts';
import type { ServedLogs } from './served-logs.ts';
import { parseStampedLine } from './stamped-line.ts';

const { signal } = new AbortController();
const log: LogOf = { pod: 'keycloak-0', container: 'keycloak', previous: false, ended: false };
const read = async (reader: PodLogReader<unknown>, of: LogOf = log): Promise<Reading> => reader.read(served.api, of, signal);

let served: ServedLogs;
beforeEach(async () => {
  served = await serveLogs();
});
afterEach(async () => {
  await served.close();
});

describe('a log that grows', () => {
  it('is read further from the last line on, and each line counts once', async () => {
    const lines = [stampedLine(1, 'one'), stampedLine(2, 'two', '500000000'), stampedLine(2, 'two again', '500000000')];
    served.answer = logOf(() => lines);
    const reader = createPodLogReader(1_000_000, createLogReducer());
    expect(await read(reader)).toEqual({ kind: 'read' });
    lines.push(stampedLine(2, 'and again', '500000000'), stampedLine(3, 'three'));
    await read(reader);
    await read(reader);
    expect(reader.summary().lines).toBe(5);
    expect(reader.rotated).toBe(false);
    expect(served.asked.map((query) => [query.get('timestamps'), query.get('sinceTime')])).toEqual([
      ['true', null],
      ['true', '2026-11-23T21:00:02Z'],
      ['true', '2026-11-23T21:00:03Z'],
    ]);
  });

  it('gives the same summary however often it is looked at', async () => {
    const recorded = recordedLines('26.7.4-first-node').map((line, index) =>
      stampedLine(Math.floor(index / 3), line, String(index % 2).padEnd(9, '0')),
    );
    const whole = reduceLines(recorded.map((line) => parseStampedLine(line)?.text ?? ''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(recorded.length), { maxLength: 6 }), async (cuts) => {
        const reader = createPodLogReader(1_000_000, createLogReducer());
        for (const end of [...cuts.toSorted((a, b) => a - b), recorded.length]) {
          served.answer = logOf(() => recorded.slice(0, end));
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
          .map(({ second, nanos }, index) => stampedLine(second, `line ${index}`, nanos));
        const reader = createPodLogReader(1_000_000, createLogReducer());
        for (const end of [...cuts.toSorted((a, b) => a - b), lines.length]) {
          served.answer = logOf(() => lines.slice(0, end));
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
        .map((text, index) => `${stampedLine(Math.floor(index / 50), text, String(index).padStart(9, '0'))}\n`)
        .join(''),
    );
    const summaryOf = async (places: readonly number[]): Promise<unknown> => {
      served.answer = (_, response) => {
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
          lines.flatMap((line) => [Buffer.from(stampedLine(1, '')), line.filter((byte) => byte !== 10), Buffer.from('\n')]),
        );
        served.answer = (_, response) => response.end(bytes);
        const reader = createPodLogReader(1_000_000, createLogReducer());
        expect(await read(reader)).toEqual({ kind: 'read' });
        expect(reader.summary().lines).toBe(lines.length);
      }),
      { numRuns: 50 },
    );
  });

  it('is left for the next look where the time is up, and that is told', async () => {
    const lines = [stampedLine(1, 'one'), stampedLine(2, 'two')];
    served.answer = logOf(() => lines);
    const reader = createPodLogReader(1_000_000, createLogReducer());
    expect(await read(reader, { ...log, until: 0 })).toEqual({ kind: 'late' });
    expect(await read(reader)).toEqual({ kind: 'read' });
    expect([reader.summary().lines, reader.rotated]).toEqual([2, false]);
  });

  it('is known to be rotated when its last line is gone', async () => {
    const reader = createPodLogReader(1_000_000, createLogReducer());
    served.answer = logOf(() => [stampedLine(1, 'one')]);
    await read(reader);
    served.answer = logOf(() => [stampedLine(9, 'nine')]);
    await read(reader);
    expect([reader.rotated, reader.summary().lines]).toEqual([true, 2]);
  });

  it('has half a line left for the next look, and read at the end of the run', async () => {
    served.answer = answerOf(200, `${stampedLine(1, 'one')}\n${stampedLine(2, 'tw')}`);
    const running = createPodLogReader(1_000_000, createLogReducer());
    await read(running);
    expect(running.summary().lines).toBe(1);
    const over = createPodLogReader(1_000_000, createLogReducer());
    await read(over, { ...log, ended: true });
    expect(over.summary().lines).toBe(2);
  });

  it('is not read beyond the cap, and that is told', async () => {
    served.answer = logOf(() => Array.from({ length: 1_000 }, (_, index) => stampedLine(index % 60, 'x'.repeat(100))));
    const reader = createPodLogReader(10_000, createLogReducer());
    expect(await read(reader)).toEqual({ kind: 'read' });
    expect([reader.truncated, reader.bytes]).toEqual([true, 10_000]);
    await read(reader);
    expect(served.asked).toHaveLength(1);
  });

  it('is asked for from a time on, or for the run before', async () => {
    served.answer = answerOf(200, '');
    await read(createPodLogReader(1, createLogReducer()), { ...log, previous: true, since: '2026-11-23T20:00:00Z' });
    expect([served.asked[0]?.get('previous'), served.asked[0]?.get('sinceTime'), served.asked[0]?.get('container')]).toEqual([
      'true',
      '2026-11-23T20:00:00Z',
      'keycloak',
    ]);
  });
});
