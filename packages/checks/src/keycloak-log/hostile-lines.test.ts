import { expect, it } from 'vitest';
import { reduceLines } from './recorded-logs.ts';

const LONG = 65_536;
const long = (text: string): string => text.repeat(Math.ceil(LONG / text.length)).slice(0, LONG);
const record = (level: string, logger: string, message: string): string => `2026-11-23 21:22:00,000 ${level} [${logger}] (main) ${message}`;

/** Milliseconds for all of them. Read in time that grows with the square of their length, each of them takes seconds. */
const LIMIT = 4_000;

it('takes no long time for lines that somebody made to take one', () => {
  const parts = ['Error', ': [', 'a-', 'a', '"', '`', "'\\", 'a@', '0:', ': a.', 'a="', '(', ') ', '1.'];
  const lines = parts.flatMap((part) => [
    `a.A${long(part)}!`,
    `Caused by: a.${long(part)}`,
    record('INFO', 'org.infinispan.CLUSTER', `ISPN000094: ${long(part)}`),
    record('INFO', 'org.infinispan.CLUSTER', `ISPN000094: x: [a|1] (1) [${long(part)}`),
    record('WARN', 'org.keycloak.events', long(part)),
    record('ERROR', 'org.example.Thing', long(part)),
    `2026-11-23 21:22:00,000 ERROR traceId=${long(part)}`,
    `2026-11-23 21:22:00,000 {${long(`${part}} A [`)}`,
    `2026-11-23 21:22:00,000 traceId=, parentId=, spanId=, sampled=${long(part)}`,
    `Option ${long(part)}`,
    `{"level":"ERROR","loggerName":"a","message":"${long(part)}`,
  ]);
  const before = performance.now();
  reduceLines(lines);
  expect(performance.now() - before).toBeLessThan(LIMIT);
});
