import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { rolloutOf } from './rollout.ts';
import type { Workload } from './workload-evidence.ts';

/**
 * A workload that was rolled out when the run began, and has another revision now: the logins and all else that was looked at
 * once met pods that are no more. Where its rollout was under way then, it is the one that is judged.
 */
export function deployedMeanwhile(now: Workload, opened: Workload): Gap[] {
  const [before, after] = [opened, now].map(({ revisions }) => revisions.find((each) => each.current)?.name);
  if (!opened.object || before === undefined || after === undefined || before === after) return [];
  if (rolloutOf(opened.object, opened).state !== 'done') return [];
  return [
    gap(codes.DEPLOYED_MEANWHILE, {
      subject: `${now.kind.toLowerCase()}/${now.name}`,
      reason: `${now.kind} ${now.name} was rolled out as ${before} when the gate first looked, and is ${after} now.`,
    }),
  ];
}
