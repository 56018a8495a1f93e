import { isRequired } from './catalogue/required.ts';
import type { LogSummary } from './log-summary.ts';
import type { LoggedPod } from './pod-logs-evidence.ts';

/** True where the line is there that ends a start of that version. */
export const hasLoggedWholeStart = ({ banner, bootstrap }: LogSummary): boolean =>
  bootstrap !== undefined || (banner !== undefined && !isRequired('bootstrap', banner.version));

/**
 * True where the pod is ready and its log does not speak against it: the newest run goes on, and the line that ends a start is
 * there, or was printed before the part that was read. Ready alone says little where no probe is set.
 */
export function hasFinishedStart({ ready, runs: [newest] }: LoggedPod): boolean {
  if (!ready || newest?.state !== 'running') return false;
  return newest.log.banner ? hasLoggedWholeStart(newest.log) : !newest.fromStart;
}
