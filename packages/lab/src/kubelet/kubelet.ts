import { appendFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { follow } from '../kubernetes-api/follow.ts';
import { connectKubernetes } from '../kubernetes-api/kubernetes-api.ts';
import type { Pod } from '../kubernetes-api/objects.ts';
import { labNodeName } from '../manifests/names.ts';
import { killRecordedProcesses } from '../processes/recorded-process.ts';
import { claimAddressBlock } from './address-block.ts';
import { makeBackOff } from './back-off.ts';
import { valuesFromApi } from './container-environment.ts';
import { recordEvents } from './events.ts';
import type { ImageRuntime } from './image-runtime.ts';
import { nodeImages } from './images.ts';
import { serveLogs } from './log-server.ts';
import { keepNode } from './node.ts';
import { startPodWorker } from './pod-worker.ts';
import type { PodWorker } from './pod-worker.ts';
import type { PodEnding } from './pod-verdict.ts';
import { labKubeletSettings } from './settings.ts';
import type { KubeletSettings } from './settings.ts';

export interface KubeletOptions {
  readonly server: string;
  readonly caFile: string;
  /** The kubelet's token, of the user `system:node:<nodeName>`. */
  readonly token: string;
  readonly nodeName?: string;
  /** Logs, records of processes and the containers' folders. */
  readonly dir: string;
  readonly images: ImageRuntime;
  readonly settings?: Partial<KubeletSettings>;
  readonly signal: AbortSignal;
}

/** Where a pod's process listens. */
export interface PodAddress {
  readonly namespace: string;
  readonly podName: string;
  /** The synthetic IP of its status and of EndpointSlices. */
  readonly podIP: string;
  /** The loopback address that stands for it. */
  readonly address: string;
  readonly ready: boolean;
}

/**
 * A fault of the log server: the API answers 200 with an error in the body, or 500 since the node cannot be reached, or the
 * connection breaks in the middle of a log.
 */
export type LogFault = 'unretrievable' | 'unreachable' | 'cut';

export interface Kubelet {
  readonly nodeName: string;
  readonly nodeAddress: string;
  addresses(): readonly PodAddress[];
  addressOf(podName: string): string | undefined;
  /** Calls back with all addresses whenever one comes, goes or changes its readiness, and once at once. */
  onAddresses(callback: (addresses: readonly PodAddress[]) => void): () => void;
  /** Makes log reads fail, or heals them. */
  setLogFault(fault: LogFault | undefined): Promise<void>;
  /** Logs are rotated at this size from their next line on; undefined: at that of the settings. */
  setLogLimit(maxBytes: number | undefined): void;
  /** Ends a pod for good, as a node under pressure or one that goes down does; throws when it is not here. */
  endPod(podName: string, ending: PodEnding): void;
  /** Ends every process and writes no more to the API; resolves when they are gone. */
  stop(): Promise<void>;
}

/** The file that makes log reads fail while it holds a LogFault. */
const logFaultFile = (dir: string): string => join(dir, 'log-fault');

const recordsOf = (dir: string): string => join(dir, 'processes');

/** Kills what a crashed kubelet left behind in its folder; returns the names of those processes. */
const killLeftContainers = (dir: string): Promise<readonly string[]> => killRecordedProcesses(recordsOf(dir));

/**
 * Starts a kubelet that runs pods as real processes on this machine: registers its node and resolves when it is Ready,
 * then runs what is bound to it until `stop` is called or the signal is aborted. Survives errors of the API, which go
 * to `<dir>/kubelet.log`.
 */
export async function startKubelet(options: KubeletOptions): Promise<Kubelet> {
  const { dir } = options;
  const nodeName = options.nodeName ?? labNodeName;
  const settings: KubeletSettings = { ...labKubeletSettings, ...options.settings };
  await mkdir(dir, { recursive: true });
  await killLeftContainers(dir);
  const logFile = join(dir, 'kubelet.log');
  const complain = (what: string, error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    appendFileSync(logFile, `${new Date().toISOString()} ${what}: ${text}\n`);
  };

  const api = await connectKubernetes(options, 'kubelet/v1.36.1 (lab)');
  const running = new AbortController();
  const { signal } = running;
  const workers = new Map<string, PodWorker>();
  /** Pods that are over here; the watch may still speak of them before it says that they are deleted. */
  const over = new Set<string>();
  const callbacks = new Set<(addresses: readonly PodAddress[]) => void>();
  let told = '';
  let logMaxBytes = settings.logMaxBytes;

  const addresses = (): readonly PodAddress[] =>
    [...workers.values()].map((worker) => ({
      namespace: worker.pod().metadata?.namespace ?? '',
      podName: worker.pod().metadata?.name ?? '',
      podIP: worker.podIP,
      address: worker.address,
      ready: worker.ready(),
    }));
  const changed = (): void => {
    const now = addresses();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    for (const callback of callbacks) callback(now);
  };

  const block = await claimAddressBlock((address) =>
    serveLogs(address, {
      faultFile: logFaultFile(dir),
      complain,
      pod: (namespace, name) => workerOf(namespace, name)?.pod(),
      run: (pod, container, previous) =>
        workers.get(pod.metadata?.uid ?? '')?.logs(container, previous) ?? {
          refusal: `pod "${pod.metadata?.name ?? ''}" cannot be found - no logs available`,
        },
    }),
  );
  const workerOf = (namespace: string, name: string): PodWorker | undefined =>
    [...workers.values()].find((worker) => {
      const { metadata } = worker.pod();
      return metadata?.name === name && metadata.namespace === namespace;
    });

  const events = recordEvents(api, nodeName, complain, signal);
  const images = nodeImages(options.images, settings.imageBackOff, signal);
  const backOff = makeBackOff(settings.crashBackOff);

  function take(pod: Pod): void {
    const { uid = '', namespace = '', name = '' } = pod.metadata ?? {};
    const known = workers.get(uid);
    if (known !== undefined) {
      known.update(pod);
      return;
    }
    const hasEnded = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (over.has(uid) || (hasEnded && pod.metadata?.deletionTimestamp === undefined)) return;
    const place = block.take();
    const worker = startPodWorker({
      pod,
      api,
      facts: { podIP: place.podIP, hostIP: block.nodeAddress, nodeName },
      address: place.address,
      images,
      settings,
      backOff,
      values: (until) => valuesFromApi(api, namespace, until),
      logFolder: join(dir, 'logs', `${namespace}_${name}_${uid}`),
      runFolder: join(dir, 'pods', uid),
      processRecords: recordsOf(dir),
      logMaxBytes: () => logMaxBytes,
      event: (...event) => {
        events.record(...event);
      },
      changed,
      complain,
    });
    workers.set(uid, worker);
    void worker.done.then(
      () => {
        workers.delete(uid);
        over.add(uid);
        place.release();
        changed();
      },
      (error: unknown) => {
        complain(`pod ${name} is no longer looked after`, error);
      },
    );
    changed();
  }

  let followed: Promise<void> = Promise.resolve();
  let beating: Promise<void> = Promise.resolve();

  async function stop(): Promise<void> {
    if (!signal.aborted) {
      running.abort();
      for (const worker of workers.values()) worker.shutDown();
    }
    await Promise.all([...workers.values()].map(({ done }) => done));
    await Promise.all([followed, beating, events.written()]);
    await closeServer(block.server);
    api.close();
  }

  try {
    const { node, ended } = await keepNode({
      api,
      name: nodeName,
      address: block.nodeAddress,
      heartbeatSeconds: settings.heartbeatSeconds,
      complain,
      signal: AbortSignal.any([signal, options.signal]),
    });
    beating = ended;
    const about = { kind: 'Node', name: nodeName, uid: node.metadata?.uid ?? nodeName };
    events.record(about, 'Normal', 'Starting', 'Starting kubelet.');
    events.record(about, 'Normal', 'NodeReady', `Node ${nodeName} status is now: NodeReady`);
  } catch (error) {
    await stop();
    throw error;
  }

  followed = follow(
    api,
    'Pod',
    { fieldSelector: `spec.nodeName=${nodeName}` },
    {
      listed(pods) {
        const present = new Set(pods.map((pod) => pod.metadata?.uid));
        for (const [uid, worker] of workers) if (!present.has(uid)) worker.removed();
        for (const pod of pods) take(pod);
      },
      changed: take,
      deleted: (pod) => workers.get(pod.metadata?.uid ?? '')?.removed(),
      interrupted: (error) => {
        complain('watching pods', error);
      },
    },
    signal,
  );
  const onAbort = (): void => {
    stop().catch((error: unknown) => {
      complain('stopping', error);
    });
  };
  options.signal.addEventListener('abort', onAbort, { once: true });
  if (options.signal.aborted) onAbort();

  return {
    nodeName,
    nodeAddress: block.nodeAddress,
    addresses,
    addressOf: (podName) => addresses().find((one) => one.podName === podName)?.address,
    onAddresses(callback) {
      callbacks.add(callback);
      callback(addresses());
      return () => callbacks.delete(callback);
    },
    async setLogFault(fault) {
      if (fault === undefined) await rm(logFaultFile(dir), { force: true });
      else await writeFile(logFaultFile(dir), fault);
    },
    setLogLimit(maxBytes) {
      logMaxBytes = maxBytes ?? settings.logMaxBytes;
    },
    endPod(podName, ending) {
      const worker = [...workers.values()].find((each) => each.pod().metadata?.name === podName);
      if (worker === undefined) throw new Error(`Pod ${podName} is not on node ${nodeName}.`);
      worker.condemn(ending);
    },
    async stop() {
      options.signal.removeEventListener('abort', onAbort);
      await stop();
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // Followers of a log that has ended get a moment to read its end.
  await Promise.race([closed, delay(200)]);
  server.closeAllConnections();
  await closed;
}
