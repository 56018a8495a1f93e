import { rm } from 'node:fs/promises';
import { isConflict, isNotFound } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { ObjectReference, Pod } from '../kubernetes-api/objects.ts';
import { frozenAnnotation } from '../manifests/names.ts';
import type { BackOff } from './back-off.ts';
import type { ContainerSurroundings } from './managed-container.ts';
import { chooseLog } from './log-choice.ts';
import type { LogOfRun } from './log-server.ts';
import { containerStatuses, defaultGraceSeconds, leastGraceMs, podContainers } from './pod-containers.ts';
import { podStatus } from './pod-status.ts';
import { deadlineExceeded, verdictOf } from './pod-verdict.ts';
import type { PodEnding, PodVerdict } from './pod-verdict.ts';
import { statusPatch } from './status-patch.ts';
import { missingVolume } from './volumes.ts';

/** What the node gives to each pod's worker. */
export interface PodWorkerOptions extends Omit<ContainerSurroundings, 'pod' | 'tell' | 'wake'> {
  readonly pod: Pod;
  readonly api: KubernetesApi;
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
  /** Ends the pod for good, as a node does that needs its memory or is about to go. */
  condemn(ending: PodEnding): void;
  /** The pod was removed from the API: what still runs ends at once. */
  removed(): void;
  /** The kubelet stops: processes end, the API is not told. */
  shutDown(): void;
  logs(container: string, previous: boolean): LogOfRun | { readonly refusal: string };
  /** Resolves when nothing of the pod is left on this node. */
  readonly done: Promise<void>;
}

/** A status that is not taken within this time is written later, in ms. */
const publishWithin = 5_000;

const isFrozen = (pod: Pod): boolean => pod.metadata?.annotations?.[frozenAnnotation] === 'true';
const versionOf = (pod: Pod): bigint => BigInt(pod.metadata?.resourceVersion ?? '0');

const ownConditions = ['PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'];

/** What of a pod's status only the kubelet may say, as a text. */
const ownWord = ({ status }: Pod): string =>
  JSON.stringify([status?.phase, ownConditions.map((type) => status?.conditions?.find((each) => each.type === type)?.status)]);

export function startPodWorker(options: PodWorkerOptions): PodWorker {
  const { api, facts, settings } = options;
  let pod = options.pod;
  const name = pod.metadata?.name ?? '';
  const namespace = pod.metadata?.namespace ?? '';
  const uid = pod.metadata?.uid ?? '';
  const startTime = new Date(pod.status?.startTime ?? Date.now());
  /** Ends everything that waits on behalf of a running pod: it is deleted, removed, or the kubelet stops. */
  const living = new AbortController();
  const ending = new AbortController();
  let leaving: 'removed' | 'shutDown' | undefined;
  let verdict: PodVerdict | undefined;
  let finished = false;
  let published: string | undefined;
  let retryIn: number | undefined;

  let awake = false;
  let rouse: (() => void) | undefined;
  const wake = (): void => {
    awake = true;
    rouse?.();
  };

  const reference = (fieldPath?: string): ObjectReference => ({
    apiVersion: 'v1',
    kind: 'Pod',
    name,
    namespace,
    uid,
    ...(pod.metadata?.resourceVersion === undefined ? {} : { resourceVersion: pod.metadata.resourceVersion }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  });

  const retry = (milliseconds: number): void => {
    retryIn = Math.min(retryIn ?? Infinity, milliseconds);
  };

  async function publish(terminal = false): Promise<void> {
    const view = {
      containers: containers.all.map((container) => container.view()),
      podIP: facts.podIP,
      hostIP: facts.hostIP,
      startTime,
      terminal,
      ...(verdict === undefined ? {} : { verdict }),
      now: new Date(),
    };
    const status = podStatus(pod, view, pod.status ?? {});
    const text = JSON.stringify(status);
    options.changed();
    if (text === published) return;
    try {
      const patch = statusPatch(pod, status);
      const written = await api.patch(
        'Pod',
        { name, namespace },
        patch,
        AbortSignal.any([ending.signal, AbortSignal.timeout(publishWithin)]),
        {
          type: 'strategic',
          subresource: 'status',
        },
      );
      published = text;
      if (versionOf(written) > versionOf(pod)) pod = written;
    } catch (error) {
      // The pod is gone or was changed meanwhile: the watch tells, and the next look writes what holds then.
      if (isNotFound(error)) return;
      if (isConflict(error)) {
        retry(50);
        return;
      }
      // Containers are looked after even while the API cannot be told.
      if (!ending.signal.aborted) options.complain(`status of pod ${name}`, error);
      retry(1000);
    }
  }

  const containers = podContainers({
    ...options,
    pod: () => pod,
    event: (path, ...event) => {
      if (!isFrozen(pod)) options.event(reference(path), ...event);
    },
    wake,
    publish,
    retry,
    living: living.signal,
  });

  /** Ends the containers of a pod that may not go on, and says why. */
  async function carryOut(why: PodVerdict): Promise<void> {
    if (why.event !== undefined) options.event(reference(), why.event.type, why.event.reason, why.message);
    await containers.end((pod.spec.terminationGracePeriodSeconds ?? defaultGraceSeconds) * 1000);
    if (leaving === undefined) await publish(true);
  }

  /** True once the pod has run for longer than it may. */
  function isOverdue(): boolean {
    const { activeDeadlineSeconds } = pod.spec;
    if (activeDeadlineSeconds === undefined) return false;
    const left = startTime.getTime() + activeDeadlineSeconds * 1000 - Date.now();
    if (left > 0) retry(left);
    return left <= 0;
  }

  async function keepRunning(): Promise<void> {
    if (living.signal.aborted) return;
    if (isOverdue()) verdict ??= deadlineExceeded;
    if (verdict !== undefined) {
      await carryOut(verdict);
      return;
    }
    await publish();
    const begun = containers.all.some((container) => container.run() !== undefined);
    const problem = begun ? undefined : await missingVolume(pod, options.values(living.signal));
    if (problem !== undefined) {
      options.event(reference(), 'Warning', 'FailedMount', problem);
      retry(settings.resyncSeconds * 1000);
      return;
    }
    const over = await containers.run();
    if (over) await containers.end(defaultGraceSeconds * 1000);
    await publish(over);
  }

  async function terminate(): Promise<void> {
    const grace = pod.metadata?.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? defaultGraceSeconds;
    // Readiness is still told while the processes end.
    await publish();
    await containers.end(Math.max(leastGraceMs, grace * 1000));
    if (leaving !== undefined) return;
    await publish(true);
    await api.delete('Pod', { name, namespace }, ending.signal, { gracePeriodSeconds: 0, uid });
    finished = true;
  }

  async function look(): Promise<void> {
    if (leaving !== undefined) {
      if (leaving === 'shutDown') await containers.end(settings.stopGraceSeconds * 1000, true);
      else await containers.end(leastGraceMs);
      finished = true;
    } else if (isFrozen(pod)) {
      published = undefined;
      options.changed();
    } else if (pod.metadata?.deletionTimestamp !== undefined) await terminate();
    else if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') await containers.end(leastGraceMs);
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
    options.backOff.forget(uid);
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
    for (const container of containers.all) {
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
    ready: () =>
      !finished && pod.metadata?.deletionTimestamp === undefined && containers.mains.every((container) => container.view().ready),
    update(newer) {
      if (versionOf(newer) < versionOf(pod)) return;
      // A status that somebody else wrote over the kubelet's own is written again.
      if (ownWord(newer) !== ownWord(pod)) published = undefined;
      pod = newer;
      if (pod.metadata?.deletionTimestamp !== undefined && !isFrozen(pod)) living.abort();
      wake();
    },
    condemn(why) {
      verdict ??= verdictOf(why, pod);
      wake();
    },
    removed() {
      leave('removed', leastGraceMs);
    },
    shutDown() {
      leave('shutDown', settings.stopGraceSeconds * 1000);
    },
    logs(container, previous) {
      const managed = containers.all.find(({ spec }) => spec.name === container);
      const status = containerStatuses(pod).find((one) => one.name === container);
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
