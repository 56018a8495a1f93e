import type { ContainerStatus, Pod } from '../kubernetes-api/objects.ts';
import type { BackOff } from './back-off.ts';
import { goDuration, podText } from './go-text.ts';
import { StartFailure } from './images.ts';
import { manageContainer, restarts } from './managed-container.ts';
import type { ContainerSurroundings, ManagedContainer } from './managed-container.ts';

export interface PodContainersOptions extends Omit<ContainerSurroundings, 'tell'> {
  readonly backOff: BackOff;
  /** Records an event of the container at this field path of the pod. */
  readonly event: (fieldPath: string, type: 'Normal' | 'Warning', reason: string, message: string) => void;
  readonly publish: () => Promise<void>;
  /** Asks for another look at the pod after this many milliseconds. */
  readonly retry: (milliseconds: number) => void;
  /** Aborted when nothing may be started any more. */
  readonly living: AbortSignal;
}

/** The containers of one pod, started in order, restarted by policy and ended together. */
export interface PodContainers {
  readonly all: readonly ManagedContainer[];
  readonly mains: readonly ManagedContainer[];
  /** Starts and restarts what should run now. True when the pod has run to its end. */
  run(): Promise<boolean>;
  /** Main containers end together, then the sidecars, the last one first. `quietly`: without events. */
  end(graceMs: number, quietly?: boolean): Promise<void>;
}

/** A kubelet gives every process this long at least. */
export const leastGraceMs = 2_000;
export const defaultGraceSeconds = 30;

/** What the API knows of all containers of a pod. */
export const containerStatuses = ({ status }: Pod): readonly ContainerStatus[] => [
  ...(status?.containerStatuses ?? []),
  ...(status?.initContainerStatuses ?? []),
  ...(status?.ephemeralContainerStatuses ?? []),
];

export function podContainers(options: PodContainersOptions): PodContainers {
  const { backOff, publish, living } = options;
  const present = options.pod();
  const known = new Map<string, ContainerStatus>(containerStatuses(present).map((status) => [status.name, status]));
  const manage =
    (list: 'initContainers' | 'containers' | 'ephemeralContainers') =>
    (spec: Pod['spec']['containers'][number]): ManagedContainer => {
      const initial = spec.restartPolicy === 'Always' ? 'sidecar' : 'init';
      const kind = list === 'initContainers' ? initial : list === 'containers' ? 'main' : 'ephemeral';
      const path = `spec.${list}{${spec.name}}`;
      const tell: ContainerSurroundings['tell'] = (...event) => {
        options.event(path, ...event);
      };
      return manageContainer(spec, kind, { ...options, tell }, known.get(spec.name));
    };
  const inits = (present.spec.initContainers ?? []).map(manage('initContainers'));
  const mains = present.spec.containers.map(manage('containers'));
  const ephemeral: ManagedContainer[] = [];
  const all = [...inits, ...mains];

  /** When each container may be tried again: the pod is looked at more often than that. */
  const notBefore = new Map<ManagedContainer, number>();
  function postpone(container: ManagedContainer, milliseconds: number): void {
    notBefore.set(container, Date.now() + milliseconds);
    options.retry(milliseconds);
  }

  /** Starts a container unless its back-off says to wait; `failedAt` is the end of its last run. */
  async function start(container: ManagedContainer, failedAt: Date | undefined): Promise<void> {
    const early = (notBefore.get(container) ?? 0) - Date.now();
    if (early > 0) {
      options.retry(early);
      return;
    }
    const { name = '', namespace = '', uid = '' } = options.pod().metadata ?? {};
    const key = `${uid}/${container.spec.name}`;
    if (failedAt !== undefined) {
      const remaining = backOff.remaining(key, failedAt, new Date());
      if (remaining > 0) {
        const pod = podText({ name, namespace, uid });
        const pause = goDuration(backOff.pause(key));
        container.tell('Warning', 'BackOff', `Back-off restarting failed container ${container.spec.name} in pod ${pod}`);
        container.wait('CrashLoopBackOff', `back-off ${pause} restarting failed container=${container.spec.name} pod=${pod}`);
        postpone(container, remaining);
        return;
      }
      backOff.next(key, failedAt);
    }
    try {
      await container.start(living);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      postpone(container, error.retryAfter ?? options.settings.resyncSeconds * 1000);
    }
  }

  /** Kills a container whose liveness or startup probe failed, and starts it again where its policy says so. */
  async function obeyProbes(container: ManagedContainer): Promise<void> {
    const failed = container.run()?.failedProbe;
    if (failed === undefined || !container.running()) return;
    const pod = options.pod();
    const again = container.kind === 'sidecar' || pod.spec.restartPolicy !== 'Never';
    container.tell('Normal', 'Killing', `Container ${container.spec.name} failed ${failed} probe${again ? ', will be restarted' : ''}`);
    const probe = failed === 'liveness' ? container.spec.livenessProbe : container.spec.startupProbe;
    const seconds = probe?.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds;
    await container.kill(Math.max(leastGraceMs, (seconds ?? defaultGraceSeconds) * 1000));
    if (living.aborted) return;
    await publish();
    // As in a kubelet, the back-off counts from the failure before this one: a first kill restarts at once.
    if (restarts(options.pod(), container.kind, container.run()?.end)) await start(container, container.previous()?.end?.at);
  }

  /** Containers that somebody added to the running pod are started once. */
  async function runEphemeral(): Promise<void> {
    for (const spec of options.pod().spec.ephemeralContainers ?? []) {
      if (ephemeral.some((container) => container.spec.name === spec.name)) continue;
      const added = manage('ephemeralContainers')(spec);
      ephemeral.push(added);
      all.push(added);
    }
    for (const container of ephemeral) if (container.run() === undefined) await start(container, undefined);
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
        if (!container.running() && restarts(options.pod(), 'init', end)) await start(container, end?.at);
        return false;
      }
    }
    return true;
  }

  return {
    all,
    mains,
    async run() {
      await runEphemeral();
      if (await initialise()) {
        for (const container of mains) {
          await obeyProbes(container);
          const end = container.run()?.end;
          if (!container.running() && restarts(options.pod(), 'main', end)) await start(container, end?.at);
        }
      }
      const endedForGood = (container: ManagedContainer): boolean => {
        const end = container.run()?.end;
        return end !== undefined && !restarts(options.pod(), container.kind, end);
      };
      const failed = inits.some((container) => container.kind === 'init' && container.run()?.end?.code !== 0 && endedForGood(container));
      return failed || mains.every(endedForGood);
    },
    async end(graceMs, quietly = false) {
      const end = async (container: ManagedContainer): Promise<void> => {
        if (!container.running()) return;
        if (!quietly) container.tell('Normal', 'Killing', `Stopping container ${container.spec.name}`);
        await container.kill(graceMs);
      };
      await Promise.all([...mains, ...ephemeral].map(end));
      for (const container of inits.toReversed()) await end(container);
    },
  };
}
