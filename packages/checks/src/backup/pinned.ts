import { defineCollector, ifSeen, optionalBaseline } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { backupDirectory } from './directory.ts';
import { backupDrills } from './drills.ts';
import { Pin, PINNED_BACKUP_LOOK, pinOf } from './pin.ts';

/** The backup that a rollback restores; null where there is none that was read to its end and hashed. */
const PinnedBackup = z.object({ pin: Pin.nullable() });

/** The backup that is pinned: before the release the newest good one, and from then on the one that its record holds. */
export const pinnedBackup = defineCollector({
  id: PINNED_BACKUP_LOOK,
  version: 1,
  title: 'The backup that a rollback restores',
  vantage: 'anywhere',
  evidence: PinnedBackup,
  timeout: 5_000,
  reads: { now: ifSeen(backupDirectory), before: optionalBaseline(backupDirectory), drilled: ifSeen(backupDrills) },
  params: () => ({}),
  collect: (_params, { run, looks }) => {
    // Only a record of this suite is the state before a release; it may have an earlier one of the same release.
    const seen = run.suite === 'pre-release' ? looks.now : looks.before;
    return Promise.resolve({ value: { pin: (seen && pinOf(seen, run.environment.database?.name, looks.drilled?.drills)) ?? null } });
  },
});
