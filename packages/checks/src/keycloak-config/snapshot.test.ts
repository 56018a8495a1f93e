import { canonicalJson } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { gapsOfSnapshot, sealSnapshot, Snapshot, snapshotHash } from './snapshot.ts';

const refused = { code: 'keycloak-config/FORBIDDEN', subject: 'realm/sso/group', reason: 'GET /groups was refused', remedy: 'Give it' };
const configuration = {
  realm: 'sso',
  exists: true,
  objects: { realm: { enabled: true } },
  ids: { realm: '1' },
  ambiguous: [],
  unreadable: [],
};
const sealed = sealSnapshot({ environment: 'acc', at: '2026-11-27T08:00:00Z', realms: { sso: { configuration, gaps: [refused] } } });

test('a snapshot comes back from its file as it was, and its hash tells when it does not', () => {
  const read = Snapshot.parse(JSON.parse(canonicalJson(sealed)));
  expect(read).toEqual(sealed);
  expect(snapshotHash(read)).toBe(sealed.hash);
  const edited = Snapshot.parse(JSON.parse(canonicalJson(sealed).replace('"enabled":true', '"enabled":false')));
  expect(snapshotHash(edited)).not.toBe(edited.hash);
});

test('what was not seen is carried in it', () => expect(gapsOfSnapshot(sealed)).toEqual([refused]));
