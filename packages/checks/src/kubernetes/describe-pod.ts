import { compare } from '@keycloak-release-gate/core';
import { cutMessage, describeConditions } from './describe-conditions.ts';
import { describeContainer } from './describe-container.ts';
import type { Pod as PodObject, PodContainer } from './objects.ts';
import type { Container, Pod } from './workload-evidence.ts';

/** A pod of the workload, with its containers in the order in which they run. */
export function describePod({ metadata, spec, status }: PodObject, revision: string, current: boolean): Pod {
  const statuses = new Map(
    [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? []), ...(status.ephemeralContainerStatuses ?? [])].map(
      (each) => [each.name, each],
    ),
  );
  const describe = (container: PodContainer, role: Container['role']): Container =>
    describeContainer(container, role, statuses.get(container.name));
  const gates = (spec.schedulingGates ?? []).map((gate) => gate.name).toSorted(compare);
  const claims = (spec.volumes ?? []).flatMap((volume) => claimOf(volume, metadata.name));
  return {
    name: metadata.name,
    uid: metadata.uid,
    created: metadata.creationTimestamp,
    ...(status.startTime ? { started: status.startTime } : {}),
    ...(metadata.deletionTimestamp ? { deleting: metadata.deletionTimestamp } : {}),
    finalizers: (metadata.finalizers ?? []).toSorted(compare),
    ...(spec.nodeName ? { node: spec.nodeName } : {}),
    ...(metadata.labels ? { labels: metadata.labels } : {}),
    revision,
    current,
    phase: status.phase,
    reason: status.reason ?? '',
    message: cutMessage(status.message),
    conditions: describeConditions(status.conditions),
    readinessGates: (spec.readinessGates ?? []).map((gate) => gate.conditionType).toSorted(compare),
    ...(gates.length === 0 ? {} : { schedulingGates: gates }),
    ...(claims.length === 0 ? {} : { claims: [...new Set(claims)].toSorted(compare) }),
    containers: [
      ...(spec.initContainers ?? []).map((each) => describe(each, each.restartPolicy === 'Always' ? 'sidecar' : 'init')),
      ...spec.containers.map((each) => describe(each, 'main')),
      ...(spec.ephemeralContainers ?? []).map((each) => describe(each, 'ephemeral')),
    ],
  };
}

/** A generic ephemeral volume has a claim of its own, named for the pod and the volume. */
const claimOf = ({ name, persistentVolumeClaim, ephemeral }: NonNullable<PodObject['spec']['volumes']>[number], pod: string): string[] =>
  persistentVolumeClaim ? [persistentVolumeClaim.claimName] : ephemeral ? [`${pod}-${name}`] : [];
