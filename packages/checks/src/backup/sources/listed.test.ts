import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseListed } from './listed.ts';

const listed = (backups: unknown, more: object = {}): string =>
  JSON.stringify({ format: 'keycloak-release-gate/backups', version: 1, backups, ...more });
const one = { id: 'nightly-1', kind: 'logical', state: 'complete', startedAt: '2026-11-28T02:00:00+01:00' };

test('the least that a backup needs; its time in UTC', () =>
  expect(parseListed(listed([one]))).toEqual([
    {
      id: 'nightly-1',
      kind: 'logical',
      startedAt: '2026-11-28T01:00:00.000Z',
      finishedAt: null,
      consistentAt: '2026-11-28T01:00:00.000Z',
      bytes: null,
      sha256: null,
      pgVersion: null,
      dbName: null,
      systemId: null,
      state: 'complete',
      problem: null,
    },
  ]));

test('a physical backup restores its end, and members of one’s own do not harm', () =>
  expect(
    parseListed(
      listed([{ ...one, kind: 'physical', finishedAt: '2026-11-28T02:30:00Z', bytes: 5, systemId: '77', colour: 'red' }], { by: 'us' }),
    ),
  ).toMatchObject([{ consistentAt: '2026-11-28T02:30:00.000Z', bytes: 5, systemId: '77' }]));

describe.each([
  ['nothing', '', 'it printed nothing'],
  ['no JSON', 'Traceback (most recent call last):', 'what it printed is not JSON'],
  ['another format', '{"format":"barman"}', 'format: Invalid input: expected "keycloak-release-gate/backups"'],
  ['a newer version', listed([], { version: 2 }), 'version: Invalid input: expected 1'],
  ['no list', listed({}), 'backups: Invalid input: expected array, received object'],
  ['two of one name', listed([one, one]), 'two backups have the id "nightly-1"'],
  ['a time without a zone', listed([{ ...one, startedAt: '2026-11-28T02:00:00' }]), 'backups.0.startedAt: Invalid ISO datetime'],
  ['a name that a terminal obeys', listed([{ ...one, id: '\u001b[2J' }]), 'backups.0.id: no control characters'],
  ['a name without end', listed([{ ...one, id: 'x'.repeat(301) }]), 'backups.0.id: Too big: expected string to have <=300 characters'],
  [
    'an unknown state',
    listed([{ ...one, state: 'ok' }]),
    'backups.0.state: Invalid option: expected one of "complete"|"running"|"failed"|"damaged"',
  ],
  ['fewer than no bytes', listed([{ ...one, bytes: -1 }]), 'backups.0.bytes: Too small: expected number to be >=0'],
  [
    'an identifier that may lose digits',
    listed([{ ...one, systemId: 7_713_096 }]),
    'backups.0.systemId: Invalid input: expected string, received number',
  ],
])('%s', (_name, output, problem) => {
  test('is told', () => expect(parseListed(output)).toBe(problem));
});

test('whatever is printed, it is read or told, never thrown', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => listed(value)),
      ),
      (output) => {
        parseListed(output);
      },
    ),
  ));
