import { longWork } from '../progress/long-work.ts';
import { takeSnapshot } from '../snapshot/take.ts';
import { prepare } from '../verify/prepare.ts';
import type { StartEnvironment } from '../verify/prepare.ts';
import type { Folders, Side } from './side.ts';
import { snapshotSide } from './snapshot-side.ts';

/** Reads an environment as it is now, as `verify snapshot` does. Throws a ConfigurationError. */
export async function environmentSide(id: string, folders: Folders, start: StartEnvironment): Promise<Side> {
  const prepared = await prepare({ env: id, suite: 'health', only: [], skip: [], plansOnly: true, ...folders }, process.env, start);
  const { realms } = prepared.plan.run.environment.keycloak;
  // Which look is taken is nobody's business here; how far a long one is, is.
  const { moving, end } = longWork(process.stderr);
  const snapshot = await takeSnapshot(prepared, realms, new AbortController().signal, { line: end, moving, end });
  end();
  return snapshotSide(snapshot, `"${id}" as it is now`);
}
