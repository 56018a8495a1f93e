import { Dump } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { describe, expect, test } from 'vitest';
import { manifestOfDump } from './manifest-of-dump.ts';
import type { Told } from './manifest-of-dump.ts';

/** Taken in Tokyo at 17:00 UTC of the 26th, and read by a machine in UTC: its time is later than its file. */
const dump = Dump.parse({
  name: 'keycloak.dump',
  bytes: 5,
  modifiedAt: '2026-11-26T17:01:00.000Z',
  kind: 'custom',
  inProgress: false,
  header: {
    archiveVersion: '1.14.0',
    compression: 'gzip',
    startedAt: '2026-11-27T02:00:00',
    database: 'keycloak',
    serverVersion: '15.18',
    toolVersion: '15.18',
  },
  takenAt: { earliest: '2026-11-26T12:00:00.000Z', latest: '2026-11-26T17:01:00.000Z', source: 'header' },
  manifest: null,
  manifestProblem: null,
  sha256: '0'.repeat(64),
  contents: { kind: 'whole', keycloakVersion: '26.4.0', changeSets: 165, counts: {} },
});

const codeOf = (told: Told): string | undefined => {
  try {
    manifestOfDump(dump, told);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems[0]?.code;
  }
};

describe('when it was taken', () => {
  test('is asked for where it cannot be told', () => expect(codeOf({})).toBe('TIME_AMBIGUOUS'));
  test('is told by its zone', () => expect(manifestOfDump(dump, { timeZone: 'Asia/Tokyo' }).snapshotAt).toBe('2026-11-26T17:00:00.000Z'));
  test('cannot be after its file was written, in a zone that is not its own', () =>
    expect(codeOf({ timeZone: 'Europe/Brussels' })).toBe('TIME_IMPOSSIBLE'));
  test('is told by whoever knows it', () =>
    expect(manifestOfDump(dump, { takenAt: '2026-11-27T02:00:01+09:00' }).snapshotAt).toBe('2026-11-26T17:00:01.000Z'));
});
