import { gap } from '@keycloak-release-gate/core';
import type { CollectContext, Gap } from '@keycloak-release-gate/core';
import type { KubernetesApi } from '../kubernetes/api.ts';
import { isSince } from '../kubernetes/deploy-start.ts';
import type { Container, Pod } from '../kubernetes/workload-evidence.ts';
import { codes } from './codes.ts';
import { createLogEnd } from './log-end.ts';
import { lastLine } from './last-line.ts';
import { createLogReducer } from './log-reducer.ts';
import { createPodLogReader } from './pod-log-reader.ts';
import type { LogOf, PodLogReader, Reading } from './pod-log-reader.ts';
import { GONE } from './pod-logs-evidence.ts';
import type { LoggedPod, OtherContainer, OtherRun, Run } from './pod-logs-evidence.ts';
import { runsOf } from './runs-of-pod.ts';
import type { PlannedRun } from './runs-of-pod.ts';

const MEGABYTE = 1024 * 1024;
/** Of one run of Keycloak, with the kubelet's time before every line. */
const MOST_BYTES = 1024 * MEGABYTE;
/** Of one run of another container, of which only the end is read. */
const END_LINES = 100;
const END_BYTES = MEGABYTE;

/** What is read of every pod. */
export interface Wanted {
  /** The container that runs Keycloak. */
  readonly container: string;
  /** ISO 8601. */
  readonly from: string;
  /** By `performance.now()`: when reading must have ended. */
  readonly until: number;
}

type Context = Pick<CollectContext<unknown>, 'shared' | 'signal'>;

export interface ReadPod {
  readonly pod: LoggedPod;
  readonly gaps: readonly Gap[];
  /** Why there is no log of it any more, where the pod is gone since it was listed. */
  readonly gone?: string;
}

/** The logs of one pod: Keycloak's container read whole, of the others their end. Throws an ApiFailure. */
export async function readPod(api: KubernetesApi, pod: Pod, wanted: Wanted, context: Context): Promise<ReadPod> {
  const runs: Run[] = [];
  const gaps: Gap[] = [];
  const keycloak = pod.containers.find(({ name }) => name === wanted.container);
  for (const run of keycloak ? runsOf(keycloak) : []) {
    const read = await readRun(api, pod, run, wanted, context);
    runs.push(read.run);
    gaps.push(...read.gaps);
  }
  const others: OtherContainer[] = [];
  for (const container of pod.containers)
    if (container.name !== wanted.container) others.push(await readOther(api, pod, container, wanted, context));
  const gone = runs.find(({ absent }) => absent === GONE)?.absent;
  return {
    pod: { name: pod.name, ready: keycloak?.ready ?? false, runs, others },
    gaps,
    ...(gone === undefined ? {} : { gone }),
  };
}

async function readRun(
  api: KubernetesApi,
  pod: Pod,
  planned: PlannedRun,
  wanted: Wanted,
  context: Context,
): Promise<{ readonly run: Run; readonly gaps: readonly Gap[] }> {
  const { container, from, until } = wanted;
  const described = describe(planned, pod, from);
  if (!planned.hasLog)
    return { run: { ...described, bytes: 0, absent: NOT_STARTED, silent: false, log: createLogReducer().summary() }, gaps: [] };
  // The run keeps its reader when it becomes the previous one.
  const reader = await context.shared(
    `keycloak-log/${pod.uid}/${container}/${planned.attempt}`,
    () => Promise.resolve(createPodLogReader(MOST_BYTES, createLogReducer())),
    () => Promise.resolve(),
  );
  const of = logOf(pod, container, planned, described.fromStart ? undefined : from);
  const reading = await reader.read(api, { ...of, until }, context.signal);
  const log = reader.summary();
  const silent = reading.kind === 'read' && log.lines === 0 && (described.fromStart || !(await hasAnyLine(api, of)));
  return {
    run: { ...described, bytes: reader.bytes, ...(reading.kind === 'absent' ? { absent: reading.why } : {}), silent, log },
    gaps: gapsOf(reading, reader, `pod/${pod.name}/${container}`, `The log of ${pod.name} (${planned.which} run)`),
  };
}

async function readOther(api: KubernetesApi, pod: Pod, container: Container, wanted: Wanted, context: Context): Promise<OtherContainer> {
  const runs: OtherRun[] = [];
  for (const planned of runsOf(container)) {
    const described = describe(planned, pod, wanted.from);
    const reader = createPodLogReader(END_BYTES, createLogEnd());
    const of = logOf(pod, container.name, planned, described.fromStart ? undefined : wanted.from);
    const reading: Reading = planned.hasLog
      ? await reader.read(api, { ...of, tail: END_LINES, until: wanted.until }, context.signal)
      : { kind: 'absent', why: NOT_STARTED };
    // No rule looks for anything in these lines, so an end that could not be read is told and is no gap.
    runs.push({ ...described, bytes: reader.bytes, ...('why' in reading ? { absent: reading.why } : {}), log: reader.summary() });
  }
  return { name: container.name, role: container.role, runs };
}

/** A quiet day is no empty log: whether there is any line at all. */
const hasAnyLine = async (api: KubernetesApi, { pod, container, previous }: LogOf): Promise<boolean> =>
  (await lastLine(api, pod, { container, timestamps: 'true', ...(previous ? { previous: 'true' } : {}) })) !== undefined;

const NOT_STARTED = 'the container has not started yet';

type Described = Omit<OtherRun, 'bytes' | 'absent' | 'log'>;

function describe({ attempt, which, state, exitCode, startedAt, endedAt }: PlannedRun, pod: Pod, from: string): Described {
  return {
    attempt,
    which,
    state,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    // A run that began in the window has logged nothing before it, so its log is read whole.
    fromStart: isSince(startedAt ?? pod.created, from),
  };
}

const logOf = (pod: Pod, container: string, { which, state }: PlannedRun, since: string | undefined): LogOf => ({
  pod: pod.name,
  container,
  previous: which === 'previous',
  ended: state !== 'running',
  ...(since === undefined ? {} : { since }),
});

/** What of a log was not seen, each for a reason of its own. */
function gapsOf(reading: Reading, { bytes, truncated, rotated }: PodLogReader<unknown>, subject: string, log: string): Gap[] {
  return [
    ...(reading.kind === 'failed' ? [gap(codes.UNREADABLE, { subject, reason: `${log}: ${reading.why}.` })] : []),
    ...(reading.kind === 'broken'
      ? [gap(codes.STREAM_BROKEN, { subject, reason: `${log} broke off after ${inMegabytes(bytes)}: ${reading.why}.` })]
      : []),
    ...(reading.kind === 'late'
      ? [gap(codes.TRUNCATED, { subject, reason: `${log} was not read to its end in time: ${inMegabytes(bytes)} were.` })]
      : []),
    ...(truncated
      ? [gap(codes.TRUNCATED, { subject, reason: `${log} is longer than ${inMegabytes(MOST_BYTES)}; the rest was not read.` })]
      : []),
    ...(rotated ? [gap(codes.ROTATED, { subject, reason: `${log} was rotated between two looks.` })] : []),
  ];
}

const inMegabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
