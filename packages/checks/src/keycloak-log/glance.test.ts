import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDullRecord } from './dull-record.ts';
import { glanceUserEvent } from './glance-user-event.ts';
import type { Place } from './glance-user-event.ts';
import { createLogReducer } from './log-reducer.ts';
import type { LogSummary } from './log-summary.ts';
import { parseRecord } from './log-record.ts';
import { parseHeader } from './record-header.ts';
import { readLog, recordedNames } from './recorded-logs.ts';
import { parseUserEvent } from './user-event.ts';
import type { UserEvent } from './user-event.ts';

const at = '2026-11-23T21:00:01.000000000Z';

/** As the reader of a stream does it: a glance first. */
function reduceAtAGlance(lines: readonly string[]): LogSummary {
  const reducer = createLogReducer();
  for (const line of lines) {
    const bytes = Buffer.from(`${at} ${line}`);
    if (reducer.glance?.(bytes, at.length + 1, bytes.length, 0) === true) reducer.reached?.(at);
    else reducer.line(bytes.toString('latin1', at.length + 1), at);
  }
  return reducer.summary();
}

const read = (lines: readonly string[]): LogSummary => {
  const reducer = createLogReducer();
  for (const line of lines) reducer.line(Buffer.from(line).toString('latin1'), at);
  return reducer.summary();
};

const recorded = recordedNames.flatMap((name) => readLog(name));
/** Recorded lines, parts of them, lines with something put into them, and anything at all. */
const anyLine = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom(...recorded) },
    fc.tuple(fc.constantFrom(...recorded), fc.nat(300)).map(([line, from]) => line.slice(from)),
    fc.tuple(fc.constantFrom(...recorded), fc.nat(300)).map(([line, end]) => line.slice(0, end)),
    fc
      .tuple(
        fc.constantFrom(...recorded),
        fc.nat(120),
        fc.constantFrom(')', '(', '[', ']', '"', '\u001B[31m', '\r', '\uFEFF', 'ä', '{', ' '),
      )
      .map(([line, place, sign]) => line.slice(0, place) + sign + line.slice(place)),
    fc.constantFrom(
      '\tat a.B.c(B.java:1)',
      '\t... 5 more',
      'Caused by: java.io.IOException: x',
      'java.lang.OutOfMemoryError: heap',
      'ERROR: no',
    ),
    fc.constant('LogManager error of type FORMAT_FAILURE: Formatting error'),
    fc.string({ unit: 'binary' }),
  )
  .map((line) => line.replaceAll('\n', ' '));

/** The first line always is read, as the time of it is not known before. */
const withoutFirst = (summary: LogSummary): object => ({ ...summary, first: undefined });

const isDull = (line: Buffer): boolean => {
  const header = parseHeader(line, 0, line.length);
  return header !== undefined && isDullRecord(header, line);
};

describe('a glance', () => {
  it.each(recordedNames)('gives the same summary as reading each line: %s', (name) => {
    expect(withoutFirst(reduceAtAGlance(readLog(name)))).toEqual(withoutFirst(read(readLog(name))));
  });

  it('gives the same summary for any mix of lines', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 40 }), (lines) => {
        expect(withoutFirst(reduceAtAGlance(lines))).toEqual(withoutFirst(read(lines)));
      }),
      { numRuns: 400 },
    );
  });

  it.each(['\u001B[31m', '\\\\\u001B[31m"'])('gives the same summary where colours stand in the values of an event: %j', (colour) => {
    const line = `2026-11-23 20:44:03,487 WARN  [org.keycloak.events] (executor-thread-2) type="LOGIN_ERROR${colour}", clientId="a", error="e", x="y"`;
    expect(withoutFirst(reduceAtAGlance([line]))).toEqual(withoutFirst(read([line])));
  });

  it('gives the same summary where colours stand before a message that counts', () => {
    const line =
      '2026-11-23 20:45:33,588 INFO  [org.keycloak.storage.datastore.DefaultMigrationManager] (main) \u001B[31mMigrating older model to 26.6.1';
    expect(withoutFirst(reduceAtAGlance([line]))).toEqual(withoutFirst(read([line])));
  });

  it('is enough for most lines of a start', () => {
    const lines = readLog('26.7.4-first-node').map((line) => Buffer.from(line));
    const dull = lines.filter((line) => isDull(line));
    expect(dull.length / lines.length).toBeGreaterThan(0.7);
  });

  it('takes no record for dull that is at WARN or above', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
    const line = fc
      .tuple(fc.constantFrom('INFO ', 'WARN ', 'ERROR', 'DEBUG', 'FATAL'), text, text, text)
      .map(([level, logger, thread, message]) => `2026-11-23 21:00:00,000 ${level} [${logger}] (${thread}) ${message}`);
    fc.assert(
      fc.property(line, (written) => {
        const bytes = Buffer.from(written);
        if (!isDull(bytes)) return;
        expect(['INFO', 'DEBUG']).toContain(parseRecord(written)?.level);
      }),
    );
  });
});

describe('an event of a user, at a glance', () => {
  const glance = (message: string): UserEvent | undefined => {
    const line = Buffer.from(`2026-11-23 21:00:00,000 WARN  [org.keycloak.events] (executor-thread-1) ${message}`);
    const header = parseHeader(line, 0, line.length);
    const event = header && glanceUserEvent(header, line, line.length);
    const text = ({ start, end }: Place): string => line.toString('utf8', start, end);
    return event && { type: text(event.type), error: text(event.error), client: text(event.client) };
  };
  const event = 'type="LOGIN_ERROR", realmId="r", clientId="portal", userId="null", error="user_not_found", username="x"';

  it('is what the parser says of it', () => {
    expect(glance(event)).toEqual({ type: 'LOGIN_ERROR', client: 'portal', error: 'user_not_found' });
    expect(glance(event)).toEqual(parseUserEvent(event));
  });

  it.each([
    ['of the years before quotes', event.replaceAll('"', '')],
    ['with a value that is not closed', event.replace('portal"', 'portal')],
    ['with letters that are not plain', event.replace('portal', 'Zürich')],
    ['with a value that the parser cuts', event.replace('portal', 'p'.repeat(101))],
    ['without a client', event.replace('clientId="portal", ', '')],
  ])('is left to the parser: %s', (_, message) => {
    expect(glance(message)).toBeUndefined();
  });

  it('never says anything else than the parser, whatever is forged in a value', () => {
    const value = fc.string({ unit: fc.constantFrom('"', '\\', ',', ' ', '=', 'a', 'error="x"', ', clientId="y"', 'é'), maxLength: 12 });
    const members = fc.array(fc.tuple(fc.constantFrom('type', 'error', 'clientId', 'realmId', 'x1'), value, fc.boolean()), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(members, (list) => {
        const message = list.map(([name, text, isQuoted]) => `${name}=${isQuoted ? `"${text}"` : text}`).join(', ');
        const glanced = glance(message);
        if (glanced) expect(glanced).toEqual(parseUserEvent(message));
      }),
      { numRuns: 2_000 },
    );
  });
});
