import { PINNED_BACKUP_LOOK } from '@keycloak-release-gate/checks/release-records';
import { z } from 'zod';
import { seenLastBy } from '../judge/evidence.ts';
import { listRuns, readRun, releaseOf } from '../record/read.ts';

/** Of a pinned backup, what names it. */
export const PinnedBackup = z.object({ pin: z.object({ name: z.string(), sha256: z.string() }).nullable() });
type Pinned = z.infer<typeof PinnedBackup>['pin'];

/** The backup that the newest pre-release run of a release pinned in an environment; null where there is none. Throws where the record was edited. */
export function pinnedIn(reports: string, environment: string, release: string): Pinned {
  const folder = listRuns(reports, environment, 'pre-release').find((each) => releaseOf(each) === release);
  if (folder === undefined) return null;
  const { record, read } = readRun(folder);
  const seen = seenLastBy(record.looks, { id: PINNED_BACKUP_LOOK }, read);
  return seen === undefined ? null : PinnedBackup.parse(seen).pin;
}
