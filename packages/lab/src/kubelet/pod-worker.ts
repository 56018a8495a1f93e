import { rm } from 'node:fs/promises';
import { isConflict, isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { ContainerStatus, ObjectReference, Pod } from '../kubernetes-api/objects.ts';
import { frozenAnnotation } from '../manifests/names.ts';
import type { BackOff } from './back-off.ts';
import { goDuration, podText } from './go-text.ts';
import { StartFailure } from './images.ts';
import { manageContainer, restarts } from './managed-container.ts';
import type { ContainerSurroundings, ManagedContainer } from './managed-container.ts';
import { chooseLog } from './log-choice.ts';
import type { LogOfRun } from './log-server.ts';
import { podStatus } from './pod-status.ts';
import { statusPatch } from './status-patch.ts';
import { missingVolume } from './volumes.ts';

/** What the node gives to each pod's worker. */
export interface PodWorkerOptions extends Omit<ContainerSurroundings, 'pod' | 'tell' | 'wake' | 'values'> {
  readonly pod: Pod;
  readonly api: KubernetesApi;
  readonly values: ContainerSurroundings['values'];
  readonly backOff: BackOff;
  readonly event: (about: ObjectReference, type: 'Normal' | 'Warning', reason: string, message: string) => void;
  /** The pod's readiness or its being there may have changed. */
  readonly changed: () => void;
  readonly complain: (what: string, error: unknown) => void;
}

/** One pod on this node: its containers are made to run, and its status is written, until it is gone. */
export interface PodWorker {
  readonly address: string;
  readonly podIP: string;
  pod(): Pod;
  ready(): boolean;
  update(pod: Pod): void;
  /** The pod was removed from the API: what still runs ends at once. */
  removed(): void;
  /** The kubelet stops: processes end, the API is not told. */
  shutDown(): void;
  logs(container: string, previous: boolean): LogOfRun | { readonly refusal: string };
  /** Resolves when nothing of the pod is left on this node. */
  readonly done: Promise<void>;
}

/** A kubelet gives every process this long at least. */
const leastGraceMs = 2_000;
const defaultGraceSeconds = 30;

const isFrozen = (pod: Pod): boolean => pod.metadata?.annotations?.[frozenAnnotation] === 'true';
const versionOf = (pod: Pod): bigint => BigInt(pod.metadata?.resourceVersion ?? '0');

export function startPodWorker(options: PodWorkerOptions): PodWorker {
  const { api, facts, backOff, settings } = options;
  let pod = options.pod;
  const name = pod.metadata?.name ?? '';
  const namespace = pod.metadata?.namespace ?? '';
  const uid = pod.metadata?.uid ?? '';
  const startTime = new Date(pod.status?.startTime ?? Date.now());
  /** Ends everything that waits on behalf of a running pod: it is deleted, removed, or the kubelet stops. */
  const living = new AbortController();
  const ending = new AbortController();
  let leaving: 'removed' | 'shutDown' | undefined;
  let finished = false;
  let published: string | undefined;
  let retryIn: number | undefined;

  let awake = false;
  let rouse: (() => void) | undefined;
  const wake = (): void => {
    awake = true;
    rouse?.();
  };

  const reference = (container?: string): ObjectReference => ({
    apiVersion: 'v1',
    kind: 'Pod',
    name,
    namespace,
    uid,
    ...(pod.metadata?.resourceVersion === undefined ? {} : { resourceVersion: pod.metadata.resourceVersion }),
    ...(container === undefined ? {} : { fieldPath: container }),
  });

  const known = new Map<string, ContainerStatus>(
    [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].map((status) => [status.name, status]),
  );
  const manage =
    (isInit: boolean) =>
    (spec: Pod['spec']['containers'][number]): ManagedContainer => {
      const kind = isInit ? (spec.restartPolicy === 'Always' ? 'sidecar' : 'init') : 'main';
      const path = `spec.${isInit ? 'initContainers' : 'containers'}{${spec.name}}`;
      const around: ContainerSurroundings = {
        ...options,
        pod: () => pod,
        tell: (type, reason, message) => {
          if (!isFrozen(pod)) options.event(reference(path), type, reason, message);
        },
        wake,
      };
      return manageContainer(spec, kind, around, known.get(spec.name));
    };
  const inits = (pod.spec.initContainers ?? []).map(manage(true));
  const mains = pod.spec.containers.map(manage(false));
  const all = [...inits, ...mains];

  const retry = (milliseconds: number): void => {
    retryIn = Math.min(retryIn ?? Infinity, milliseconds);
  };

  async function publish(terminal = false): Promise<void> {
    const view = {
      containers: all.map((container) => container.view()),
      podIP: facts.podIP,
      hostIP: facts.hostIP,
      startTime,
      terminal,
      now: new Date(),
    };
    const status = podStatus(pod, view, pod.status ?? {});
    const text = JSON.stringify(status);
    options.changed();
    if (text === published) return;
    try {
      const patch = statusPatch(pod, status);
      const written = await api.patch('Pod', { name, namespace }, patch, ending.signal, {
        type: 'strategic',
        subresource: 'status',
      });
      published = text;
      if (versionOf(written) > versionOf(pod)) pod = written;
    } catch (error) {
      // The pod is gone or was changed meanwhile: the watch tells, and the next look writes what holds then.
      if (isNotFound(error)) return;
      if (!isConflict(error)) throw error;
      retry(50);
    }
  }

  function killing(container: ManagedContainer, message: string): void {
    const field = container.kind === 'main' ? 'containers' : 'initContainers';
    options.event(reference(`spec.${field}{${container.spec.name}}`), 'Normal', 'Killing', message);
  }

  /** When each container may be tried again: the pod is looked at more often than that. */
  const notBefore = new Map<ManagedContainer, number>();
  function postpone(container: ManagedContainer, milliseconds: number): void {
    notBefore.set(container, Date.now() + milliseconds);
    retry(milliseconds);
  }

  /** Starts a container unless its back-off says to wait; `failedAt` is the end of its last run. */
  async function start(container: ManagedContainer, failedAt: Date | undefined): Promise<void> {
    const early = (notBefore.get(container) ?? 0) - Date.now();
    if (early > 0) {
      retry(early);
      return;
    }
    const key = `${uid}/${container.spec.name}`;
    if (failedAt !== undefined) {
      const remaining = backOff.remaining(key, failedAt, new Date());
      if (remaining > 0) {
        const field = container.kind === 'main' ? 'containers' : 'initContainers';
        const where = `${container.spec.name} in pod ${podText({ name, namespace, uid })}`;
        const pause = goDuration(backOff.pause(key));
        options.event(
          reference(`spec.${field}{${container.spec.name}}`),
          'Warning',
          'BackOff',
          `Back-off restarting failed container ${where}`,
        );
        container.wait(
          'CrashLoopBackOff',
          `back-off ${pause} restarting failed container=${container.spec.name} pod=${podText({ name, namespace, uid })}`,
        );
        postpone(container, remaining);
        return;
      }
      backOff.next(key, failedAt);
    }
    try {
      await container.start(living.signal);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      postpone(container, error.retryAfter ?? settings.resyncSeconds * 1000);
    }
  }

  /** Kills a container whose liveness or startup probe failed, and starts it again where its policy says so. */
  async function obeyProbes(container: ManagedContainer): Promise<void> {
    const failed = container.run()?.failedProbe;
    if (failed === undefined || !container.running()) return;
    const again = container.kind === 'sidecar' || pod.spec.restartPolicy !== 'Never';
    killing(container, `Container ${container.spec.name} failed ${failed} probe${again ? ', will be restarted' : ''}`);
    const probe = failed === 'liveness' ? container.spec.livenessProbe : container.spec.startupProbe;
    const seconds = probe?.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds;
    await container.kill(Math.max(leastGraceMs, (seconds ?? defaultGraceSeconds) * 1000));
    if (living.signal.aborted) return;
    await publish();
    // As in a kubelet, the back-off counts from the failure before this one: a first kill restarts at once.
    if (restarts(pod, container.kind, container.run()?.end)) await start(container, container.previous()?.end?.at);
  }

  /** True when the main containers may run. */
  async function initialise(): Promise<boolean> {
    const begun = mains.some((container) => container.run() !== undefined);
    for (const container of inits) {
      await obeyProbes(container);
      const end = container.run()?.end;
      if (container.kind === 'sidecar') {
        if (!container.running()) await start(container, end?.at);
        if (!begun && !container.view().started) return false;
      } else if (!begun && end?.code !== 0) {
        if (!container.running() && restarts(pod, 'init', end)) await start(container, end?.at);
        return false;
      }
    }
    return true;
  }

  async function keepRunning(): Promise<void> {
    if (living.signal.aborted) return;
    await publish();
    const begun = all.some((container) => container.run() !== undefined);
    const problem = begun ? undefined : await missingVolume(pod, options.values(living.signal));
    if (problem !== undefined) {
      options.event(reference(), 'Warning', 'FailedMount', problem);
      retry(settings.resyncSeconds * 1000);
      return;
    }
    if (await initialise()) {
      for (const container of mains) {
        await obeyProbes(container);
        const end = container.run()?.end;
        if (!container.running() && restarts(pod, 'main', end)) await start(container, end?.at);
      }
    }
    const failedForGood = inits.some(
      ({ kind, run }) => kind === 'init' && run()?.end !== undefined && run()?.end?.code !== 0 && !restarts(pod, kind, run()?.end),
    );
    const over = mains.every((container) => container.run()?.end !== undefined && !restarts(pod, 'main', container.run()?.end));
    if (over || failedForGood) {
      await endAll(defaultGraceSeconds * 1000);
      await publish(true);
    } else await publish();
  }

  /** Main containers end together, then the sidecars, the last one first. */
  async function endAll(graceMs: number, message = 'Stopping container'): Promise<void> {
    const end = async (container: ManagedContainer): Promise<void> => {
      if (!container.running()) return;
      if (leaving !== 'shutDown') killing(container, `${message} ${container.spec.name}`);
      await container.kill(graceMs);
    };
    await Promise.all(mains.map(end));
    for (const container of inits.toReversed()) await end(container);
  }

  async function terminate(): Promise<void> {
    const grace = pod.metadata?.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? defaultGraceSeconds;
    // Readiness is still told while the processes end.
    await publish();
    await endAll(Math.max(leastGraceMs, grace * 1000));
    if (leaving !== undefined) return;
    await publish(true);
    await api.delete('Pod', { name, namespace }, ending.signal, { gracePeriodSeconds: 0, uid });
    finished = true;
  }

  async function look(): Promise<void> {
    if (leaving !== undefined) {
      await endAll(leaving === 'shutDown' ? settings.stopGraceSeconds * 1000 : leastGraceMs);
      finished = true;
    } else if (isFrozen(pod)) {
      published = undefined;
      options.changed();
    } else if (pod.metadata?.deletionTimestamp !== undefined) await terminate();
    else if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') await endAll(leastGraceMs);
    else await keepRunning();
  }

  async function work(): Promise<void> {
    while (!finished) {
      awake = false;
      retryIn = undefined;
      try {
        await look();
      } catch (error) {
        if (!living.signal.aborted) options.complain(`pod ${name}`, error);
        retry(1000);
      }
      if (finished) break;
      if (!awake) await untilWoken();
    }
    backOff.forget(uid);
    options.images.forget(uid);
    await rm(options.logFolder, { recursive: true, force: true });
    await rm(options.runFolder, { recursive: true, force: true });
    options.changed();
  }

  function untilWoken(): Promise<void> {
    return new Promise<void>((resolve) => {
      const clock = retryIn === undefined ? undefined : setTimeout(resolve, retryIn);
      rouse = () => {
        clearTimeout(clock);
        resolve();
      };
    }).then(() => {
      rouse = undefined;
    });
  }

  function leave(why: 'removed' | 'shutDown', graceMs: number): void {
    leaving ??= why;
    living.abort();
    ending.abort();
    // The worker may be waiting for a process that was given more time.
    for (const container of all) {
      container.kill(graceMs).catch((error: unknown) => {
        options.complain(`ending container ${container.spec.name} of pod ${name}`, error);
      });
    }
    wake();
  }

  return {
    address: options.address,
    podIP: facts.podIP,
    pod: () => pod,
    ready: () => !finished && mains.every((container) => container.view().ready),
    update(newer) {
      if (versionOf(newer) < versionOf(pod)) return;
      pod = newer;
      if (pod.metadata?.deletionTimestamp !== undefined && !isFrozen(pod)) living.abort();
      wake();
    },
    removed() {
      leave('removed', leastGraceMs);
    },
    shutDown() {
      leave('shutDown', settings.stopGraceSeconds * 1000);
    },
    logs(container, previous) {
      const managed = all.find(({ spec }) => spec.name === container);
      const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
      const status = statuses.find((one) => one.name === container);
      const chosen = chooseLog(name, container, status, previous);
      if ('refusal' in chosen) return chosen;
      return {
        containerId: chosen.containerId,
        file: managed?.logFile(chosen.containerId) ?? '',
        running: () => managed?.running() === true && managed.run()?.containerId === chosen.containerId,
      };
    },
    done: work(),
  };
}
