import type { RunContext } from '@keycloak-release-gate/core';
import { deployStart } from '../kubernetes/deploy-start.ts';
import type { DeployStart } from '../kubernetes/deploy-start.ts';
import type { Workload } from '../kubernetes/workload-evidence.ts';

const DAY = 86_400_000;

/** From when on the logs count: the deploy's start; on a day without a deploy, the last 24 hours. */
export function logWindow(run: Pick<RunContext, 'deploy' | 'release'>, workload: Workload, now: Date): DeployStart {
  const start = deployStart(workload, run.deploy);
  if (run.deploy?.at !== undefined && start) return start;
  if (run.release?.deploys === true && start) return start;
  return { at: new Date(now.getTime() - DAY).toISOString(), source: 'the last 24 hours, as no deploy is judged' };
}
