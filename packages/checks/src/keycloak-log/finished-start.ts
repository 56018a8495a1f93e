import { isRequired } from './catalogue/required.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';

/**
 * True where the pod is ready and its log does not speak against it: the newest run goes on, and the line that ends a start is
 * there, or was printed before the part that was read. Ready alone says little where no probe is set.
 */
export function hasFinishedStart({ ready, runs: [newest] }: LoggedPod): boolean {
  if (!ready || newest?.state !== 'running') return false;
  const { banner, bootstrap } = newest.log;
  if (!banner) return !newest.fromStart;
  return bootstrap !== undefined || !isRequired('bootstrap', banner.version);
}
