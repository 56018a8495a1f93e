import { defineCheck } from '@keycloak-release-gate/core';
import type { Fact } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { lostRows } from './lost-rows.ts';
import { sincePinnedBackup } from './since-backup.ts';
import { databaseState } from './state.ts';
import type { DatabaseState } from './state.ts';

/** Before a restore: what came since the pinned backup, and is about to be lost, is counted. */
export const lostByRestore = defineCheck({
  id: 'database/lost-by-restore',
  title: 'What this restore loses is known',
  why: 'It is the last moment at which it can be counted: after the restore nobody knows any more who had registered, or changed a password, since the backup.',
  severity: 'warning',
  reads: { seen: sincePinnedBackup, state: databaseState },
  onGaps: 'judge',
  expects: z.object({}),
  judge: ({ seen, state }) => {
    const lost = lostRows(seen, 'database');
    return { ...lost, facts: [...(lost.facts ?? []), ...replaced(state)] };
  },
});

/** What is there now, and goes with the restore: a lock that a migration left is no obstacle to it. */
function replaced({ migrations, locks }: DatabaseState): Fact[] {
  const held = (locks ?? []).filter(({ locked }) => locked);
  return [
    { name: 'schema version that is replaced', value: migrations?.[0]?.version ?? 'not told' },
    {
      name: "Keycloak's migration lock",
      value:
        locks === null
          ? 'not told'
          : held.length === 0
            ? 'free'
            : `held by ${held.map(({ by, grantedAt }) => `${by ?? 'nobody named'} since ${grantedAt ?? 'an unknown time'}`).join(', ')}: it goes with the restore`,
    },
  ];
}
