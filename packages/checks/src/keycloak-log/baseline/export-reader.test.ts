import { describe, expect, it } from 'vitest';
import { readLog } from '../recorded-logs.ts';
import { createExportReader } from './export-reader.ts';

const bytes = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);
const read = (lines: readonly string[], since?: string) => {
  const reader = createExportReader(since);
  reader.push(bytes(lines));
  return reader.end();
};
const start = readLog('recorded/26.4.0-first-start');
const json = readLog('recorded/26.4.0-second-start-json');
const counts = ({ log }: ReturnType<typeof read>) => log.messages.map(({ fingerprint, count }) => [fingerprint, count]);
const expected = [
  ['ERROR org.keycloak.services KC-SERVICES0093', 1],
  [
    'WARN - WARNING: With HTTPS not enabled, ‹…› unset, and ‹…›, the server is running in an insecure context. Secure contexts are required for full functionality, includin…',
    1,
  ],
  ['WARN org.keycloak.protocol.oidc.endpoints.LogoutEndpoint Client ‹…› not found.', 1],
  [
    'WARN org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor Parameter ‹…› not present or present multiple times in the HTTP request parameters',
    1,
  ],
];
const timed = (wrap: (line: string, time: string) => string): string[] =>
  start.map((line, index) => wrap(line, `2026-11-23T10:00:${String(index).padStart(2, '0')}.000000001Z`));

describe('an exported log', () => {
  it.each([
    ['as Keycloak writes it', start],
    ['as JSON', json],
    ['of kubectl logs --timestamps', timed((line, time) => `${time} ${line}`)],
    ['of kubectl logs --prefix --timestamps', timed((line, time) => `[pod/keycloak-0/keycloak] ${time} ${line}`)],
    ["of a node's own file", timed((line, time) => `${time} stdout F ${line}`)],
    ['with the text in `log`', timed((line, time) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time }))],
    ['with the text in `line`', timed((line, time) => JSON.stringify({ line, timestamp: time, labels: { pod: 'keycloak-0' } }))],
  ])('%s tells the same', (_form, lines) => {
    const { log, foreign, newestFirst } = read(lines);
    expect(counts({ log, foreign, newestFirst })).toEqual(expected);
    expect({ foreign, newestFirst, events: log.userEvents.length }).toEqual({ foreign: 0, newestFirst: false, events: 11 });
  });

  it('in ECS tells its time, too', () => {
    const { log } = read(readLog('26.7.4-ecs'));
    expect(log.first).toMatch(/^2026-11-23T/);
    expect(log.banner?.version).toBe('26.7.4');
  });

  it('is taken from a time on', () => {
    const lines = timed((line, time) => `${time} ${line}`);
    const { log } = read(lines, '2026-11-23T10:00:20Z');
    expect([log.first, log.lines]).toEqual(['2026-11-23T10:00:20.000Z', start.length - 20]);
  });

  it('of several pods may be a little out of order', () => {
    const line = (second: string) => `2026-11-23T10:00:${second}.000000000Z 2026-11-23 10:00:00,000 WARN  [org.example] (main) odd`;
    expect(read([line('05'), line('03'), line('09')]).log).toMatchObject({
      first: '2026-11-23T10:00:03.000Z',
      last: '2026-11-23T10:00:09.000Z',
      messages: [{ count: 3, first: '2026-11-23T10:00:05.000Z', last: '2026-11-23T10:00:09.000Z' }],
    });
  });

  it('that begins with the newest line is recognised', () => {
    const line = (minute: string) => `2026-11-23 10:${minute}:00,000 WARN  [org.example] (main) odd`;
    expect(read([line('05'), line('03'), line('01')]).newestFirst).toBe(true);
    expect(read([line('05'), line('05')]).newestFirst).toBe(false);
  });

  it('whose documents are not of Keycloak says so', () => {
    expect(read([`2026-11-23T10:00:05.000000000Z ${JSON.stringify({ msg: 'hello', severity: 'error' })}`]).foreign).toBe(1);
  });

  it('that is no log has no time', () => {
    expect(read(['<html>', '<body>no</body>']).log.first).toBeUndefined();
  });
});
