import type { Exhibit, Fact } from '@keycloak-release-gate/core';
import type { Container, Pod, Workload } from './workload-evidence.ts';

/** What is worth telling of a workload that is as it should be. */
export function rolloutFacts(now: Workload): Fact[] {
  if (!now.object) return [];
  const { image, replicas } = now.object;
  const revision = now.revisions.find((each) => each.current);
  return [
    ...(image === undefined ? [] : [{ name: 'image', value: image }]),
    { name: 'replicas available', value: `${replicas.available} of ${replicas.wanted}` },
    ...(revision ? [{ name: 'newest revision created', value: revision.created }] : []),
  ];
}

/** One line a pod, as `kubectl get pods -o wide` shows it. */
export const rolloutTable = (now: Workload): Exhibit => ({
  kind: 'table',
  title: `Pods of ${now.kind} ${now.name}`,
  columns: ['Pod', 'Revision', 'State', 'Ready', 'Restarts', 'Created', 'Node', 'Image'],
  rows: now.pods.map((pod) => {
    const main = pod.containers.filter((each) => each.role === 'main');
    return [
      pod.name,
      pod.current ? pod.revision : `${pod.revision} (older)`,
      stateInWords(pod),
      `${main.filter((each) => each.ready).length}/${main.length}`,
      String(pod.containers.reduce((sum, each) => sum + each.restarts, 0)),
      pod.created,
      pod.node ?? '',
      pod.containers.find((each) => each.name === now.container)?.image ?? '',
    ];
  }),
});

function stateInWords(pod: Pod): string {
  if (pod.deleting !== undefined) return 'Terminating';
  const waiting = pod.containers.map(reasonOf).find((reason) => reason !== undefined);
  return waiting ?? (pod.reason === '' ? pod.phase : pod.reason);
}

const reasonOf = ({ state, role }: Container): string | undefined => {
  if (state?.kind === 'waiting' && state.reason !== '') return state.reason;
  return state?.kind === 'terminated' && !(role === 'init' && state.exitCode === 0) && state.reason !== '' ? state.reason : undefined;
};
