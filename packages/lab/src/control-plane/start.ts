import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { put } from '../kubernetes-api/apply.ts';
import { connectKubernetes } from '../kubernetes-api/kubernetes-api.ts';
import type { KubernetesApi } from '../kubernetes-api/kubernetes-api.ts';
import { killRecordedProcesses } from '../processes/recorded-process.ts';
import { freeLoopbackPort, logTail, startComponent } from './component.ts';
import type { ComponentProcess } from './component.ts';
import { kubeconfig, makeTokens, tokenFile } from './users.ts';
import type { Tokens } from './users.ts';

export interface ControlPlane {
  readonly server: string;
  /** The certificate authority of the server's certificate, for clients. */
  readonly caFile: string;
  readonly tokens: Tokens;
  /** The administrator's kubeconfig. */
  readonly kubeconfigFile: string;
  /** The gate's kubeconfig: the rights of the shipped Role and no more. */
  readonly gateKubeconfigFile: string;
  readonly processes: readonly ComponentProcess[];
  /** Ends every process; resolves when they are gone. Files stay. */
  stop(): Promise<void>;
}

/** How long the API server may take to be ready before the start is given up. */
const readyWithin = 60_000;

const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'job-controller',
  'cronjob-controller',
  'disruption-controller',
  'endpointslice-controller',
  'horizontal-pod-autoscaler-controller',
  'node-lifecycle-controller',
  'garbage-collector-controller',
  'namespace-controller',
];

/**
 * Starts etcd, the API server, the controller manager and the scheduler of Kubernetes in `dir`, and resolves when the
 * API server is ready and its default roles exist (about three seconds). Nothing but the API server listens on a port:
 * etcd is reached by a Unix socket, the others serve nothing. What an earlier, crashed control plane left in `dir` is
 * killed first. `binaries` is what `controlPlaneBinaries` gave.
 */
export async function startControlPlane(options: {
  readonly dir: string;
  readonly binaries: string;
  readonly signal: AbortSignal;
}): Promise<ControlPlane> {
  const { dir, binaries, signal } = options;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await killRecordedProcesses(join(dir, 'processes'));
  const tokens = makeTokens();
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeFile(join(dir, 'service-account.key'), privateKey, { mode: 0o600 });
  await writeFile(join(dir, 'tokens.csv'), tokenFile(tokens), { mode: 0o600 });

  const processes: ComponentProcess[] = [];
  const stop = async (): Promise<void> => {
    // Clients first, so that none of them complains about a server that is gone.
    for (const component of processes.toReversed()) await component.stop(5_000);
  };
  try {
    processes.push(await startComponent(dir, binaries, 'etcd', etcdFlags));
    const { server, component } = await startApiServer(dir, binaries, tokens, signal);
    processes.push(component);
    const caFile = join(dir, 'certificates', 'apiserver.crt');
    const file = async (name: string, user: keyof Tokens): Promise<string> => {
      const path = join(dir, name);
      await writeFile(path, kubeconfig(server, caFile, user, tokens[user]), { mode: 0o600 });
      return path;
    };
    const kubeconfigFile = await file('admin.kubeconfig', 'admin');
    const gateKubeconfigFile = await file('gate.kubeconfig', 'gate');
    processes.push(
      await startComponent(dir, binaries, 'kube-controller-manager', [
        `--kubeconfig=${await file('controller-manager.kubeconfig', 'controllerManager')}`,
        '--leader-elect=false',
        '--secure-port=0',
        `--controllers=${controllers.join(',')}`,
        // A cluster looks every 15 s; the lab is in a hurry.
        '--horizontal-pod-autoscaler-sync-period=3s',
      ]),
      await startComponent(dir, binaries, 'kube-scheduler', [
        `--kubeconfig=${await file('scheduler.kubeconfig', 'scheduler')}`,
        '--leader-elect=false',
        '--secure-port=0',
      ]),
    );
    const api = await connectKubernetes({ server, caFile, token: tokens.admin });
    try {
      await letNodesIn(api, signal);
    } finally {
      api.close();
    }
    return { server, caFile, tokens, kubeconfigFile, gateKubeconfigFile, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// Relative sockets: a socket's path may have 107 characters only, and the lab's folder may be deep.
const etcdFlags = [
  '--name=lab',
  '--data-dir=etcd',
  '--listen-client-urls=unix://etcd.sock:0',
  '--advertise-client-urls=unix://etcd.sock:0',
  '--listen-peer-urls=unix://etcd-peer.sock:0',
  '--initial-advertise-peer-urls=unix://etcd-peer.sock:0',
  '--initial-cluster=lab=unix://etcd-peer.sock:0',
  // A lab that loses power is made anew.
  '--unsafe-no-fsync',
  '--log-level=warn',
];

const apiServerFlags = (port: number): readonly string[] => [
  '--etcd-servers=unix://etcd.sock:0',
  '--bind-address=127.0.0.1',
  `--secure-port=${port}`,
  '--cert-dir=certificates',
  '--endpoint-reconciler-type=none',
  '--token-auth-file=tokens.csv',
  '--authorization-mode=RBAC',
  '--anonymous-auth=false',
  // There is no controller that would make the service accounts' tokens; pods of the lab need none.
  '--disable-admission-plugins=ServiceAccount',
  '--service-account-issuer=https://kubernetes.lab',
  '--service-account-key-file=service-account.key',
  '--service-account-signing-key-file=service-account.key',
  '--service-cluster-ip-range=10.96.0.0/16',
  '--allow-privileged',
  '--kubelet-preferred-address-types=InternalIP',
];

/** Starts the API server on a free port, and on another one when somebody else took that port first. */
async function startApiServer(
  dir: string,
  binaries: string,
  tokens: Tokens,
  signal: AbortSignal,
): Promise<{ readonly server: string; readonly component: ComponentProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freeLoopbackPort();
    const component = await startComponent(dir, binaries, 'kube-apiserver', apiServerFlags(port));
    const server = `https://127.0.0.1:${port}`;
    try {
      await untilReady(server, component, join(dir, 'certificates', 'apiserver.crt'), tokens.admin, signal);
      return { server, component };
    } catch (error) {
      await component.stop(1_000);
      const told = await logTail(component.logFile, 20_000);
      if (attempt === 5 || !told.includes('address already in use')) throw error;
    }
  }
}

async function untilReady(server: string, component: ComponentProcess, caFile: string, token: string, signal: AbortSignal): Promise<void> {
  const clock = AbortSignal.timeout(readyWithin);
  let gone = false;
  void component.exited.then(() => {
    gone = true;
  });
  let last: unknown = new Error('it was not asked yet');
  while (!clock.aborted) {
    signal.throwIfAborted();
    if (gone) {
      throw new Error(`kube-apiserver ended while starting (${component.logFile}):\n${await logTail(component.logFile)}`);
    }
    try {
      const api = await connectKubernetes({ server, caFile, token });
      try {
        await text(await api.open({ path: '/readyz', signal: AbortSignal.any([signal, clock]) }));
        return;
      } finally {
        api.close();
      }
    } catch (error) {
      last = error;
      await delay(100, undefined, { signal });
    }
  }
  throw new Error(`kube-apiserver was not ready after ${readyWithin / 1000} s; its log is ${component.logFile}.`, {
    cause: last,
  });
}

/** Nodes have their role by default, but nobody is bound to it (that is the Node authorizer's work in a real cluster). */
async function letNodesIn(api: KubernetesApi, signal: AbortSignal): Promise<void> {
  await put(
    api,
    'ClusterRoleBinding',
    {
      metadata: { name: 'lab:nodes' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node' },
      subjects: [{ kind: 'Group', name: 'system:nodes', apiGroup: 'rbac.authorization.k8s.io' }],
    },
    signal,
  );
}
