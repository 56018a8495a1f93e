import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { lastEnd } from './container-end.ts';
import { containerInWords } from './trouble.ts';
import type { Circumstances } from './trouble.ts';
import type { Pod } from './workload-evidence.ts';

/** Milliseconds of the kubelet's longest back-off: what ran for longer before it ended is not in a crash loop. */
const LONGEST = 300_000;

/**
 * Containers that restarted, run, and have not yet run for as long as they did the time before: between two crashes they look as
 * well as they do now. What ended before the time that is judged is history.
 */
export function notOutlived(pod: Pod, { since, observedAt }: Pick<Circumstances, 'since' | 'observedAt'>): Gap[] {
  if (observedAt === undefined) return [];
  return pod.containers.flatMap((container) => {
    const { role, state, last } = container;
    if (role === 'init' || role === 'ephemeral' || state?.kind !== 'running' || last?.kind !== 'terminated') return [];
    if (state.startedAt === undefined || last.startedAt === undefined || last.finishedAt === undefined) return [];
    const lasted = Date.parse(last.finishedAt) - Date.parse(last.startedAt);
    const runs = Date.parse(observedAt) - Date.parse(state.startedAt);
    if (!lastEnd(container, pod, since) || lasted > LONGEST || runs > lasted) return [];
    return [
      gap(codes.NOT_OUTLIVED, {
        subject: `pod/${pod.name}/${container.name}`,
        reason: `${containerInWords(pod, container)}: it restarted and runs for ${seconds(runs)}, and the run before ended after ${seconds(lasted)}: whether it stays up is not known yet.`,
      }),
    ];
  });
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;
