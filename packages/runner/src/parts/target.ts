import { databaseState, DatabaseState, workload, Workload } from '@keycloak-release-gate/checks';
import type { CollectedRecord } from '@keycloak-release-gate/core';
import { seenLastBy } from '../judge/evidence.ts';
import type { ReadEvidence } from '../judge/evidence.ts';
import type { Target } from './part.ts';

/** What a record says of what was looked at, as it stood at the end; what was not seen is left out. */
export function targetOf(looks: CollectedRecord['looks'], read: ReadEvidence): Target {
  const seen = seenLastBy(looks, workload, read);
  const state = seenLastBy(looks, databaseState, read);
  const pods = seen === undefined ? undefined : podsOf(Workload.safeParse(seen).data);
  const migration = state === undefined ? undefined : DatabaseState.safeParse(state).data?.migrations?.[0]?.version;
  return { ...pods, ...(migration === undefined ? {} : { migration }) };
}

function podsOf(seen: Workload | undefined): Pick<Target, 'pods' | 'ready'> {
  if (!seen) return {};
  const running = seen.pods.flatMap((pod) => {
    const main = pod.containers.find(({ name, role }) => name === seen.container && role === 'main');
    return main ? [{ pod, main }] : [];
  });
  const times = running.flatMap(({ pod, main }) => [
    ...(main.state?.kind === 'running' && main.state.startedAt !== undefined ? [main.state.startedAt] : []),
    ...pod.conditions.flatMap(({ type, status, since }) => (type === 'Ready' && status === 'True' && since !== undefined ? [since] : [])),
  ]);
  const ready = times.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  return {
    pods: Object.fromEntries(running.map(({ pod, main }) => [pod.uid, main.imageID])),
    ...(ready === undefined ? {} : { ready: new Date(ready).toISOString() }),
  };
}

/** What differs between two targets, in words; nothing where each was seen and is the same, or was not seen by one of them. */
export function targetDifferences(before: Target, now: Target): string[] {
  const differences: string[] = [];
  if (before.pods && now.pods) {
    const gone = Object.keys(before.pods).filter((uid) => now.pods?.[uid] === undefined);
    const come = Object.keys(now.pods).filter((uid) => before.pods?.[uid] === undefined);
    const other = Object.entries(before.pods).filter(([uid, image]) => now.pods?.[uid] !== undefined && now.pods[uid] !== image);
    if (gone.length > 0)
      differences.push(`${gone.length === 1 ? 'the pod' : 'the pods'} ${gone.join(', ')} ${gone.length === 1 ? 'is' : 'are'} gone`);
    if (come.length > 0) differences.push(`${come.length === 1 ? 'the pod' : 'the pods'} ${come.join(', ')} came`);
    for (const [uid, image] of other) differences.push(`the pod ${uid} runs ${now.pods[uid]}, and ran ${image}`);
  }
  if (before.migration !== undefined && now.migration !== undefined && before.migration !== now.migration)
    differences.push(`the newest migration is ${now.migration}, and was ${before.migration}`);
  return differences;
}
