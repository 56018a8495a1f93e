import { PINNED_BACKUP_LOOK } from '@keycloak-release-gate/checks/release-records';
import type { Release } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { seenLastBy } from '../judge/evidence.ts';
import { findBaseline } from '../verify/baseline.ts';

/** Of a pinned backup, what names it. */
export const PinnedBackup = z.object({ pin: z.object({ name: z.string(), sha256: z.string() }).nullable() });
type Pinned = z.infer<typeof PinnedBackup>['pin'];

/**
 * The backup that would be restored in an environment: the one that the record of before the release pinned, as every later run finds it. Null
 * where there is none. Throws where the record was edited.
 */
export function pinnedIn(reports: string, environment: string, release: Release): Pinned {
  const before = findBaseline({ run: { environment: { id: environment }, release } }, reports, undefined);
  if (!before) return null;
  const seen = seenLastBy(before.record.looks, { id: PINNED_BACKUP_LOOK }, before.read);
  return seen === undefined ? null : PinnedBackup.parse(seen).pin;
}
