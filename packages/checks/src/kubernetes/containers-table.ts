import type { Exhibit } from '@keycloak-release-gate/core';
import type { Container, Workload } from './workload-evidence.ts';

/** Every container of the newest revision, debugging ones too, with what it does and how its last run ended. */
export const containersTable = (now: Workload): Exhibit => ({
  kind: 'table',
  title: 'Containers of the newest revision',
  columns: ['Pod', 'Container', 'Kind', 'State', 'Ready', 'Restarts', 'Last run'],
  rows: now.pods
    .filter((pod) => pod.current)
    .flatMap((pod) =>
      pod.containers.map((each) => [
        pod.name,
        each.name,
        each.role,
        stateInWords(each.state),
        String(each.ready),
        String(each.restarts),
        stateInWords(each.last),
      ]),
    ),
});

function stateInWords(state: Container['state']): string {
  switch (state?.kind) {
    case undefined:
      return '';
    case 'running':
      return `Running since ${state.startedAt ?? '?'}`;
    case 'waiting':
      return `Waiting: ${state.reason}`;
    case 'terminated':
      return `Ended ${state.finishedAt ?? ''}: ${state.reason} (${state.exitCode})`;
  }
}
