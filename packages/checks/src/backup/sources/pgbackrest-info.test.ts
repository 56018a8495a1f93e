import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStanza } from './pgbackrest-info.ts';

const recorded = readFileSync(new URL('fixtures/pgbackrest-info.json', import.meta.url), 'utf8');

test('what pgBackRest 2.45 printed', () =>
  expect(parseStanza(recorded, 'keycloak', undefined)).toEqual({
    backups: [
      {
        id: '20261128-055218F',
        kind: 'physical',
        startedAt: '2026-11-28T05:52:18.000Z',
        finishedAt: '2026-11-28T05:52:24.000Z',
        consistentAt: '2026-11-28T05:52:24.000Z',
        bytes: 35_358_275,
        sha256: null,
        pgVersion: '15',
        dbName: null,
        // More digits than a number keeps.
        systemId: '7713096129557663498',
        state: 'complete',
        problem: null,
      },
      {
        id: '20261128-055318F',
        kind: 'physical',
        startedAt: '2026-11-28T05:53:18.000Z',
        finishedAt: '2026-11-28T05:53:24.000Z',
        consistentAt: '2026-11-28T05:53:24.000Z',
        bytes: 36_098_275,
        sha256: null,
        pgVersion: '15',
        dbName: null,
        systemId: '7713096129557663498',
        state: 'damaged',
        problem: 'pages with a wrong checksum',
      },
    ],
    systemId: '7713096129557663498',
    walThrough: '000000010000000000000004',
    needs: { '20261128-055218F': '000000010000000000000002', '20261128-055318F': '000000010000000000000004' },
    details: {
      '20261128-055218F': details('20261128-055218F', ['1795845138', '1795845144'], '2', '35358275'),
      '20261128-055318F': details('20261128-055318F', ['1795845198', '1795845204'], '4', '36098275'),
    },
    running: false,
    problem: null,
  }));

/** Of a full backup whose log begins and ends in one segment. */
const details = (label: string, [started, stopped]: readonly [string, string], segment: string, bytes: string) => ({
  facts: {
    label,
    type: 'full',
    started,
    stopped,
    'first segment': `00000001000000000000000${segment}`,
    'last segment': `00000001000000000000000${segment}`,
    'first position': `0/${segment}000028`,
    'last position': `0/${segment}000100`,
    bytes,
    cluster: '7713096129557663498',
    PostgreSQL: '15',
  },
  repository: 1,
  labels: [label],
  wal: {
    archive: '15-1',
    start: `00000001000000000000000${segment}`,
    stop: `00000001000000000000000${segment}`,
    startLsn: `0/${segment}000028`,
  },
});

test('an incremental backup stands on others; a label that would lead elsewhere is refused', () => {
  const [stanza] = JSON.parse(recorded) as [{ backup: object[] }];
  const incremental = { ...stanza.backup[0], label: '20261128-055218F_20261128-060000I', type: 'incr', reference: ['20261128-055218F'] };
  const read = parseStanza(JSON.stringify([{ ...stanza, backup: [incremental] }]), 'keycloak', undefined);
  expect(read).toMatchObject({
    details: { '20261128-055218F_20261128-060000I': { labels: ['20261128-055218F_20261128-060000I', '20261128-055218F'] } },
  });
  const hostile = { ...stanza.backup[0], label: '../../etc' };
  expect(parseStanza(JSON.stringify([{ ...stanza, backup: [hostile] }]), 'keycloak', undefined)).toMatch(/^backup\.0\.label: /);
});

test('another stanza is not known, and another repository holds nothing', () => {
  expect(parseStanza(recorded, 'sso', undefined)).toBeUndefined();
  expect(parseStanza(recorded, 'keycloak', 2)).toMatchObject({ backups: [], systemId: null, walThrough: null, needs: {} });
});

test('after an upgrade of PostgreSQL, the archive of the new cluster counts', () => {
  const upgraded = recorded
    .replace(
      '"archive":[{',
      '"archive":[{"database":{"id":2,"repo-key":1},"id":"16-2","max":"000000010000000000000001","min":"000000010000000000000001"},{',
    )
    .replace('"db":[', '"db":[{"id":2,"repo-key":1,"system-id":7713096129557663499,"version":"16"},');
  expect(parseStanza(upgraded, 'keycloak', undefined)).toMatchObject({
    systemId: '7713096129557663499',
    walThrough: '000000010000000000000001',
    needs: {},
  });
});

test.each([
  ['', 'what it printed is not JSON'],
  ['{}', 'it printed no list of stanzas'],
  ['[{"name":"keycloak"}]', 'status: Invalid input: expected object, received undefined'],
])('%s', (output, problem) => expect(parseStanza(output, 'keycloak', undefined)).toBe(problem));

test('whatever is printed, it is read or told, never thrown', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.nat(recorded.length).map((end) => recorded.slice(0, end)),
      ),
      (output) => {
        parseStanza(output, 'keycloak', undefined);
      },
    ),
  ));
