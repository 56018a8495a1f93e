import { compare } from '@keycloak-release-gate/core';
import { describeConditions } from './describe-conditions.ts';
import type { ControllerRevision, ReplicaSet } from './objects.ts';
import type { Revision } from './workload-evidence.ts';

/** The revisions of a Deployment, newest first: its replica sets, of which the one with the highest number is current. */
export function revisionsOfDeployment(sets: readonly ReplicaSet[], container: string): Revision[] {
  const number = (set: ReplicaSet): number => Number(set.metadata.annotations.revision ?? 0);
  const newest = Math.max(0, ...sets.map(number));
  return newestFirst(
    sets.map((set) => {
      const image = set.spec.template.spec.containers.find((each) => each.name === container)?.image;
      const conditions = describeConditions(set.status.conditions);
      return {
        name: set.metadata.name,
        number: number(set),
        created: set.metadata.creationTimestamp,
        current: number(set) === newest,
        ...(image === undefined ? {} : { image }),
        replicas: set.status.replicas,
        ready: set.status.readyReplicas,
        ...(conditions.length === 0 ? {} : { conditions }),
      };
    }),
  );
}

/** The revisions of a StatefulSet, newest first; `current` is the name of the one that its pods are to have. */
export const revisionsOfStatefulSet = (revisions: readonly ControllerRevision[], current: string | undefined): Revision[] =>
  newestFirst(
    revisions.map(({ metadata, revision }) => ({
      name: metadata.name,
      number: revision,
      created: metadata.creationTimestamp,
      current: metadata.name === current,
    })),
  );

const newestFirst = (revisions: readonly Revision[]): Revision[] =>
  revisions.toSorted((a, b) => b.number - a.number || compare(a.name, b.name));
