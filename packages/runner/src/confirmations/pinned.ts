import { z } from 'zod';
import { listRuns, readRun, releaseOf } from '../record/read.ts';

const Pinned = z.object({ pin: z.object({ name: z.string(), sha256: z.string() }).nullable() });
type Pinned = z.infer<typeof Pinned>['pin'];

/** The backup that the newest pre-release run of a release pinned in an environment; null where there is none. Throws where the record was edited. */
export function pinnedIn(reports: string, environment: string, release: string): Pinned {
  const folder = listRuns(reports, environment, 'pre-release').find((each) => releaseOf(each) === release);
  if (folder === undefined) return null;
  const { record, read } = readRun(folder);
  const look = Object.values(record.looks).find(({ collector }) => collector === 'backup/pinned');
  const evidence = look?.revisions.findLast((each) => each.evidence !== undefined)?.evidence;
  return evidence === undefined ? null : Pinned.parse(read(evidence)).pin;
}
