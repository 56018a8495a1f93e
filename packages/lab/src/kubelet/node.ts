import { arch, cpus, release, totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { put } from '../kubernetes-api/apply.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import type { Condition, Node, NodeStatus } from '../kubernetes-api/objects.ts';
import { frozenAnnotation } from '../manifests/names.ts';
import { kubernetesVersion } from '../control-plane/binaries.ts';
import { rfc3339, rfc3339Micro } from './go-text.ts';
import { kubeletPort } from './log-server.ts';

const architecture: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

const conditions = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

function nodeStatus(name: string, address: string, before: NodeStatus | undefined): NodeStatus {
  const now = rfc3339(new Date());
  const capacity = {
    cpu: String(cpus().length),
    memory: `${Math.floor(totalmem() / 1024)}Ki`,
    'ephemeral-storage': '100Gi',
    pods: '110',
  };
  return {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: name },
    ],
    capacity,
    allocatable: capacity,
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    conditions: conditions.map(([type, status, reason, message]): Condition => {
      const old = before?.conditions?.find((condition) => condition.type === type);
      const since = old?.status === status ? old.lastTransitionTime : undefined;
      return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime: since ?? now };
    }),
    nodeInfo: {
      architecture: architecture[arch()] ?? arch(),
      operatingSystem: 'linux',
      osImage: 'keycloak-release-gate lab',
      kernelVersion: release(),
      kubeletVersion: `v${kubernetesVersion}`,
      kubeProxyVersion: '',
      containerRuntimeVersion: 'lab://1',
      machineID: '',
      systemUUID: '',
      bootID: '',
    },
  };
}

export interface NodeOptions {
  readonly api: KubernetesApi;
  readonly name: string;
  /** The node's InternalIP, where the kubelet serves logs. */
  readonly address: string;
  readonly heartbeatSeconds: number;
  readonly complain: (what: string, error: unknown) => void;
  readonly signal: AbortSignal;
}

const leaseNamespace = 'kube-node-lease';

/**
 * Registers the node, Ready at once (it has nothing to wait for), and keeps it so: lease and status are renewed until
 * the signal is aborted. The status of a node with the annotation `lab/frozen` is left as it is.
 */
export async function keepNode(options: NodeOptions): Promise<{ readonly node: Node; readonly ended: Promise<void> }> {
  const { api, name, address, signal } = options;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture[arch()] ?? arch(),
  };
  const existing = await api.find('Node', { name }, signal);
  const node = existing ?? (await api.create('Node', { metadata: { name, labels }, status: nodeStatus(name, address, undefined) }, signal));

  async function beat(): Promise<void> {
    await put(
      api,
      'Lease',
      {
        metadata: { name, namespace: leaseNamespace },
        spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: rfc3339Micro(new Date()) },
      },
      signal,
    );
    const live = await api.get('Node', { name }, signal);
    if (live.metadata?.annotations?.[frozenAnnotation] === 'true') return;
    const status = nodeStatus(name, address, live.status);
    await api.patch('Node', { name }, { metadata: { uid: live.metadata?.uid }, status }, signal, {
      type: 'strategic',
      subresource: 'status',
    });
  }

  await beat();
  const ended = (async () => {
    while (!signal.aborted) {
      await delay(options.heartbeatSeconds * 1000, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await beat().catch((error: unknown) => {
        if (!signal.aborted) options.complain(`node ${name}`, error);
      });
    }
  })();
  return { node, ended };
}
