import type { CollectContext } from '@keycloak-release-gate/core';
import { expect, test } from 'vitest';
import { BackupDirectory } from './directory.ts';
import recorded from './fixtures/directory.json' with { type: 'json' };
import { pinnedBackup } from './pinned.ts';

const before = BackupDirectory.parse(recorded);
const [pinned] = before.dumps;
if (!pinned) throw new Error('The recorded directory has dumps.');
const now: BackupDirectory = { ...before, dumps: [{ ...pinned, name: 'nightly.dump' }, ...before.dumps] };

type Looks = { readonly now?: BackupDirectory; readonly before?: BackupDirectory };
const pinIn = async (suite: string, looks: Looks) => {
  const run = { suite, environment: { database: { name: 'keycloak' } } };
  const collected = await pinnedBackup.collect({}, { run, looks } as unknown as CollectContext<never>);
  return collected.value?.pin?.name ?? null;
};

test('before the release it is the newest good one, whatever an earlier record of the same release says', async () =>
  expect(await pinIn('pre-release', { now, before })).toBe('nightly.dump'));

test('from then on it is the one of the record, whatever came since', async () => {
  expect(await pinIn('pre-restore', { now, before })).toBe(pinned.name);
  expect(await pinIn('pre-restore', { now })).toBeNull();
});
