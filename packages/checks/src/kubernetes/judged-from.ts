import { deployStart } from './deploy-start.ts';
import type { DeployStart } from './deploy-start.ts';
import type { Workload } from './workload-evidence.ts';

const DAY = 86_400_000;

/** What is known of the deploy: its start where more than the workload tells it, and whether there was one at all. */
export interface Deployed {
  readonly deployed: boolean;
  readonly since?: DeployStart | undefined;
}

/** Restarts and events before this time are history: the deploy's start, or a day ago where nothing was deployed since. */
export function judgedFrom(now: Workload, { deployed, since }: Deployed): string | undefined {
  const start = deployStart(now, since)?.at;
  if (deployed || since !== undefined || now.observedAt === undefined) return start;
  const dayAgo = new Date(Date.parse(now.observedAt) - DAY).toISOString();
  return start !== undefined && Date.parse(start) > Date.parse(dayAgo) ? start : dayAgo;
}
