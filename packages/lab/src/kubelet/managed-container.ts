import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startRecordedProcess } from '../processes/recorded-process.ts';
import type { RecordedProcess } from '../processes/recorded-process.ts';
import type { Container, ContainerStatus, Pod } from '../kubernetes-api/objects.ts';
import { ContainerConfigError, containerEnvironment, expand } from './container-environment.ts';
import type { PodFacts, ValueSource } from './container-environment.ts';
import { writeContainerLog } from './container-log.ts';
import { startProbes } from './container-probes.ts';
import { lostRun } from './container-run.ts';
import type { Run } from './container-run.ts';
import type { PreparedProcess } from './image-runtime.ts';
import { StartFailure } from './images.ts';
import type { Images, Tell } from './images.ts';
import { runHook } from './lifecycle-hooks.ts';
import type { ContainerView, RunEnd } from './pod-status.ts';
import { startErrorText } from './runtime-text.ts';
import { verifyRunAsNonRoot } from './security-context.ts';
import type { KubeletSettings } from './settings.ts';

/** What a container shares with the others of its pod and node. */
export interface ContainerSurroundings {
  readonly pod: () => Pod;
  readonly facts: PodFacts;
  readonly address: string;
  readonly images: Images;
  readonly settings: KubeletSettings;
  readonly values: (signal: AbortSignal) => ValueSource;
  readonly logFolder: string;
  readonly runFolder: string;
  readonly processRecords: string;
  readonly tell: Tell;
  /** A container's log is rotated at this size; it may change at any time. */
  readonly logMaxBytes: () => number;
  /** Something changed that the pod's worker should look at. */
  readonly wake: () => void;
}

/** A container and its runs. */
export interface ManagedContainer {
  readonly spec: Container;
  readonly kind: ContainerView['kind'];
  /** Makes a new run; throws StartFailure when it cannot be made, and shows why in the container's view. */
  start(signal: AbortSignal): Promise<void>;
  /** Ends the present run, if there is one: TERM, then KILL after `graceMs`. */
  kill(graceMs: number): Promise<void>;
  /** Records an event of this container. */
  readonly tell: Tell;
  /** Shows that the container waits, e.g. for its back-off. */
  wait(reason: string, message: string): void;
  running(): boolean;
  view(): ContainerView;
  readonly run: () => Run | undefined;
  readonly previous: () => Run | undefined;
  readonly logFile: (containerId: string) => string | undefined;
}

const newContainerId = (): string => `containerd://${randomBytes(32).toString('hex')}`;

/** Whether a container that does not run is to be started (again). */
export function restarts(pod: Pod, kind: ContainerView['kind'], end: RunEnd | undefined): boolean {
  if (pod.metadata?.deletionTimestamp !== undefined) return false;
  if (kind === 'sidecar' || end === undefined) return true;
  if (kind === 'ephemeral') return false;
  if (kind === 'init') return end.code !== 0 && pod.spec.restartPolicy !== 'Never';
  if (pod.spec.restartPolicy === 'Never') return false;
  return pod.spec.restartPolicy === 'OnFailure' ? end.code !== 0 : true;
}

/** `known` is the status of an earlier life of this kubelet: its run is lost, but it counts. */
export function manageContainer(
  spec: Container,
  kind: ContainerView['kind'],
  around: ContainerSurroundings,
  known: ContainerStatus | undefined,
): ManagedContainer {
  let run: Run | undefined = known === undefined ? undefined : lostRun(known);
  let previous: Run | undefined;
  let waiting: ContainerView['waiting'];
  const logFolder = join(around.logFolder, spec.name);

  function begin(current: Run): void {
    previous = run ?? previous;
    run = current;
    waiting = undefined;
    void removeOldLogs();
  }

  /** A node keeps the logs of a container's present and previous runs only. */
  async function removeOldLogs(): Promise<void> {
    const keep = [run, previous].map((one) => `${one?.attempt ?? 0}.log`);
    const files = await readdir(logFolder).catch(() => []);
    for (const file of files) {
      if (!keep.some((kept) => file.startsWith(kept))) await rm(join(logFolder, file), { force: true });
    }
  }

  async function prepare(signal: AbortSignal): Promise<{ readonly imageId: string; readonly prepared: PreparedProcess }> {
    const pod = around.pod();
    const image = await around.images.ensure(spec, pod.metadata?.uid ?? '', around.tell, signal);
    const env = await containerEnvironment(pod, spec, around.facts, around.values(signal)).catch((error: unknown) => {
      if (error instanceof ContainerConfigError) throw new StartFailure('CreateContainerConfigError', error.message);
      throw error;
    });
    const unsafe = verifyRunAsNonRoot(pod, spec);
    if (unsafe !== undefined) throw new StartFailure('CreateContainerConfigError', unsafe);
    const directory = join(around.runFolder, spec.name);
    await mkdir(directory, { recursive: true });
    try {
      const prepared = await image.prepare({
        image: spec.image,
        command: (spec.command ?? []).map((part) => expand(part, env)),
        args: (spec.args ?? []).map((part) => expand(part, env)),
        env,
        address: around.address,
        podName: pod.metadata?.name ?? '',
        podUid: pod.metadata?.uid ?? '',
        directory,
      });
      return { imageId: image.imageId, prepared };
    } catch (error) {
      throw new StartFailure('CreateContainerError', error instanceof Error ? error.message : String(error));
    }
  }

  async function launch(imageId: string, prepared: PreparedProcess): Promise<void> {
    const attempt = run === undefined ? 0 : run.attempt + 1;
    const logFile = join(logFolder, `${attempt}.log`);
    const log = writeContainerLog(logFile, { maxBytes: around.logMaxBytes, maxFiles: around.settings.logMaxFiles });
    const common = { containerId: newContainerId(), imageId, attempt, logFile, probing: new AbortController() };
    around.tell('Normal', 'Created', 'Container created');
    let process: RecordedProcess;
    try {
      process = await startRecordedProcess({
        name: `${around.pod().metadata?.name ?? ''}/${spec.name}`,
        ...prepared,
        stdio: ['ignore', 'pipe', 'pipe'],
        records: around.processRecords,
        started: ({ stdout, stderr }) => {
          if (stdout !== null) log.take(stdout, 'stdout');
          if (stderr !== null) log.take(stderr, 'stderr');
        },
      });
    } catch (error) {
      log.close();
      const message = startErrorText(prepared.file, error);
      const end = { code: 128, reason: 'StartError', message, at: new Date() };
      begin({ ...common, startedAt: new Date(0), startupPassed: false, readinessPassed: false, end });
      throw new StartFailure('RunContainerError', message);
    }
    const current: Run = {
      ...common,
      startedAt: new Date(),
      process,
      inside: prepared,
      startupPassed: spec.startupProbe === undefined,
      readinessPassed: spec.readinessProbe === undefined,
    };
    begin(current);
    around.tell('Normal', 'Started', 'Container started');
    void process.exited.then(({ code, at }) => {
      current.probing.abort();
      log.close();
      current.end = { code, reason: code === 0 ? 'Completed' : 'Error', at };
      around.wake();
    });
    await greet(current);
    const { address, facts, tell, wake } = around;
    if (kind === 'main' || kind === 'sidecar') startProbes(current, { spec, address, podIP: facts.podIP, tell, wake });
  }

  /** The post-start hook: until it is done nothing else of the pod goes on, and a container whose hook fails is ended. */
  async function greet(current: Run): Promise<void> {
    const hook = spec.lifecycle?.postStart;
    if (hook === undefined || current.inside === undefined) return;
    const failed = await runHook(hook, spec, around.pod(), current.inside, current.probing.signal);
    if (failed === undefined) return;
    // A kubelet keeps the output out of the event: it may hold a secret.
    around.tell('Warning', 'FailedPostStartHook', 'PostStartHook failed');
    around.tell('Normal', 'Killing', 'FailedPostStartHook');
    await current.process?.stop((around.pod().spec.terminationGracePeriodSeconds ?? 30) * 1000);
    throw new StartFailure('PostStartHookError', failed);
  }

  const running = (): boolean => run !== undefined && run.end === undefined;

  return {
    spec,
    kind,
    tell: around.tell,
    running,
    run: () => run,
    previous: () => previous,
    logFile: (containerId) => [run, previous].find((one) => one?.containerId === containerId)?.logFile,
    wait(reason, message) {
      waiting = { reason, message };
    },
    async start(signal) {
      try {
        const { imageId, prepared } = await prepare(signal);
        signal.throwIfAborted();
        await launch(imageId, prepared);
      } catch (error) {
        if (!(error instanceof StartFailure)) throw error;
        waiting = { reason: error.reason, message: error.message };
        if (error.reason === 'PostStartHookError') throw error;
        // A failed pull is told by its reason, every other failure by its message.
        const isPull = /Image/.test(error.reason);
        around.tell('Warning', 'Failed', `Error: ${isPull ? error.reason : error.message}`);
        throw error;
      }
    },
    async kill(graceMs) {
      if (run?.process === undefined || run.end !== undefined) return;
      const began = Date.now();
      const hook = spec.lifecycle?.preStop;
      if (hook !== undefined && run.inside !== undefined) {
        const failed = await runHook(hook, spec, around.pod(), run.inside, run.probing.signal, graceMs);
        if (failed !== undefined) around.tell('Warning', 'FailedPreStopHook', 'PreStopHook failed');
      }
      // The hook's time is part of the grace; what is left is two seconds at least [kuberuntime_container.go].
      await run.process.stop(hook === undefined ? graceMs : Math.max(2_000, graceMs - (Date.now() - began)));
    },
    view() {
      const live = running() && run !== undefined;
      const started = live && run?.startupPassed === true;
      return {
        spec,
        kind,
        ...(run === undefined ? {} : { run }),
        ...(previous === undefined ? {} : { previous }),
        ...(waiting === undefined ? {} : { waiting }),
        started,
        ready: kind === 'init' ? run?.end?.code === 0 : kind !== 'ephemeral' && started && run?.readinessPassed === true,
        restarts: restarts(around.pod(), kind, run?.end),
      };
    },
  };
}
