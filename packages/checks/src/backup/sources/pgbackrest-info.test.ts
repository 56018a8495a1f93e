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
    running: false,
    problem: null,
  }));

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
