import { isSince } from './deploy-start.ts';
import type { End } from './trouble.ts';
import type { Container, Pod, WorkloadEvent } from './workload-evidence.ts';

/** True for an event of this container of this pod. */
export const isAbout = (event: WorkloadEvent, pod: Pod, container: Container): boolean =>
  event.subject === `pod/${pod.name}` &&
  (event.container === container.name ||
    (event.container === undefined && (pod.containers.length === 1 || event.message.includes(container.name))));

/** True unless an event came before a run began, or after it ended: then it is about another one. */
export const isDuring = (event: WorkloadEvent, { startedAt, finishedAt }: End): boolean =>
  event.last !== undefined &&
  (startedAt === undefined || isSince(event.last, startedAt)) &&
  (finishedAt === undefined || isSince(finishedAt, event.last));
