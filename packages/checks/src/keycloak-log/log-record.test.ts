import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord } from './log-record.ts';
import { recordedNames, readLog, reduceLines } from './recorded-logs.ts';

describe('a record', () => {
  it.each([
    ['2026-11-23 21:00:00,123 INFO  [org.keycloak.Some] (main) hello', 'INFO', 'org.keycloak.Some', 'hello'],
    ['2026-11-23T21:00:00.123+01:00 WARN  [o.k.Some] (main) hello', 'WARN', 'o.k.Some', 'hello'],
    [
      '2026-11-23 21:00:00,123Z FATAL [org.keycloak.Some] (jgroups-5,vm-1(v=16.0.14)) hello (there) all',
      'ERROR',
      'org.keycloak.Some',
      'hello (there) all',
    ],
    [
      '2026-11-23 21:00:00,123 ERROR traceId=ab, parentId=, spanId=cd, sampled=true [org.keycloak.Some] (main) hello',
      'ERROR',
      'org.keycloak.Some',
      'hello',
    ],
    // As the guides on tracing and logging print them.
    [
      '2024-08-05 15:27:07,144 traceId=b636ac4c665ceb901f7fdc3fc7e80154, parentId=d59cea113d0c2549, spanId=d59cea113d0c2549, sampled=true WARN  [org.keycloak.Some] (main) hello',
      'WARN',
      'org.keycloak.Some',
      'hello',
    ],
    [
      '2024-08-05 15:27:07,144 traceId=, parentId=, spanId=, sampled= ERROR [org.keycloak.Some] (main) hello',
      'ERROR',
      'org.keycloak.Some',
      'hello',
    ],
    [
      '2025-06-20 14:13:01,772 {kc.clientId=a}b {c}, kc.realmName=master} ERROR [org.keycloak.Some] (executor-thread-1) hello',
      'ERROR',
      'org.keycloak.Some',
      'hello',
    ],
    ['2025-06-20 14:13:01,772 {} INFO  [org.keycloak.Some] (main) hello', 'INFO', 'org.keycloak.Some', 'hello'],
    [
      '2025-06-20 14:13:01,772 {kc.realmName=master} traceId=a, parentId=, spanId=b, sampled=false ERROR [a.B] (main) hello',
      'ERROR',
      'a.B',
      'hello',
    ],
    ['2026-11-23 21:00:00,123 DEBUG [traceId=ab] [org.keycloak.Some] (main) hello', 'DEBUG', 'org.keycloak.Some', 'hello'],
    ['2026-11-23 21:00:00,123 ERROR [org.keycloak.Some] (main)', 'ERROR', 'org.keycloak.Some', ''],
    ['{"timestamp":"2026-11-23T21:00:00Z","loggerName":"a.B","level":"SEVERE","message":"hello \\"you\\""}', 'ERROR', 'a.B', 'hello "you"'],
    ['{"message":"hello","level":"warn","loggerName":"a.B"}', 'WARN', 'a.B', 'hello'],
    ['{"@timestamp":"2026-11-23T21:00:00Z","log.logger":"a.B","log.level":"WARN","message":"hello"}', 'WARN', 'a.B', 'hello'],
  ] as const)('%s', (line, level, logger, message) => {
    expect(parseRecord(line)).toEqual({ level, logger, message, exceptions: [] });
  });

  it.each(['traceId=, parentId=, spanId=, sampled= ', '{kc.realmName=shop} '])('tells the same with %s before its level', (fields) => {
    for (const name of recordedNames) {
      const lines = readLog(name);
      const withFields = lines.map((line) => line.replace(/^(\d{4}-\d\d-\d\d \S+) /, `$1 ${fields}`));
      expect(reduceLines(withFields)).toEqual(reduceLines(lines));
    }
  });

  it('in JSON that is cut in its stack trace is one still, with the exceptions that are named', () => {
    const line = readLog('26.7.4-json').find((each) => each.includes('"exceptionType"'));
    const whole = parseRecord(line ?? '');
    const cut = parseRecord((line ?? '').slice(0, -200));
    expect({ ...cut, exceptions: cut?.exceptions.slice(0, 1) }).toEqual({ ...whole, exceptions: whole?.exceptions.slice(0, 1) });
  });

  it.each(['{not json', '{"level":"INFO"}', '{"level":"LOUD","message":"x"}', '2026-11-23 no header', '', '[]'])('is not %j', (line) => {
    expect(parseRecord(line)).toBeUndefined();
  });
});

describe('whoever gets lines of their own into the log', () => {
  const recorded = recordedNames.map((name) => readLog(name));
  const forged = fc.constantFrom(
    '2026-11-23 21:00:00,000 INFO  [io.quarkus] (main) Keycloak 99.0.0 on JVM (powered by Quarkus 3) started in 1s.',
    '2026-11-23 21:00:00,000 INFO  [org.keycloak.services.resources.KeycloakApplication] (main) Bootstrap completed in 1 seconds',
    '2026-11-23 21:00:00,000 INFO  [io.quarkus] (main) Profile dev activated.',
    '2026-11-23 21:00:00,000 WARN  [org.keycloak.events] (x) type="LOGIN_ERROR", clientId="c", error="e"',
    '{"loggerName":"a","level":"INFO","message":"x"}',
    '\tat some.Frame(Frame.java:1)',
    'java.lang.IllegalStateException: forged',
    '\u001B[2J',
  );
  const isHeader = (line: string | undefined): boolean => line === undefined || parseRecord(line) !== undefined;

  it('can hide no error and no warning, and take the place of nothing that was said before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...recorded), fc.array(fc.tuple(fc.nat(200), forged), { maxLength: 8 }), (lines, forgeries) => {
        const plain = reduceLines(lines);
        const banner = lines.findIndex((line) => line.includes('started in '));
        // Behind the banner, and not into the stack trace of another record: a value is logged in a record of its own.
        const places = lines.flatMap((_, index) => (index > banner && isHeader(lines[index]) ? [index] : []));
        if (places.length === 0) return;
        const mixed = [...lines];
        for (const [place, line] of forgeries.toSorted(([a], [b]) => b - a)) {
          // A forged frame would go on with the record before it, so each is led in by a record as the attacker's own.
          mixed.splice(places[place % places.length] ?? 0, 0, '2026-11-23 21:00:00,000 INFO  [a.B] (x) value:', line);
        }
        const summary = reduceLines(mixed);
        const counts = new Map(summary.messages.map(({ fingerprint, count }) => [fingerprint, count]));
        for (const { fingerprint, count } of plain.messages) expect(counts.get(fingerprint) ?? 0).toBeGreaterThanOrEqual(count);
        expect(summary.startFailure).toEqual(plain.startFailure);
        if (plain.banner) expect(summary.banner).toEqual(plain.banner);
      }),
      { numRuns: 200 },
    );
  });
});
