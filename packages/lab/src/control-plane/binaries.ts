import { access, constants, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFile } from '../install/cache.ts';
import { LabError } from '../lab/lab-error.ts';
import { runCommand } from '../processes/run-command.ts';

/** The release of Kubernetes that `go.mod` beside this file names. */
export const kubernetesVersion = '1.36.1';

/** What is built, the cheapest first, so that a first sign of progress comes early. */
const commands = [
  { binary: 'etcd', source: 'go.etcd.io/etcd/server/v3' },
  { binary: 'kubectl', source: 'k8s.io/kubernetes/cmd/kubectl' },
  { binary: 'kube-scheduler', source: 'k8s.io/kubernetes/cmd/kube-scheduler' },
  { binary: 'kube-apiserver', source: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  { binary: 'kube-controller-manager', source: 'k8s.io/kubernetes/cmd/kube-controller-manager' },
] as const;

/** One step of a build, told as it begins and as it ends. */
export interface BuildProgress {
  readonly binary: string;
  readonly state: 'building' | 'built';
  readonly done: number;
  readonly of: number;
}

export interface BinariesWanted {
  /** The user's cache folder for the lab. */
  readonly cacheDir: string;
  /** The go command; any since 1.21, which fetches the toolchain that `go.mod` asks for by itself. */
  readonly go?: string;
  readonly progress?: (step: BuildProgress) => void;
  readonly signal: AbortSignal;
}

async function missingIn(directory: string): Promise<readonly (typeof commands)[number][]> {
  const present = await Promise.all(
    commands.map(({ binary }) =>
      access(join(directory, binary), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return commands.filter((_, index) => present[index] === false);
}

/** Says whether a control plane is there already, so that an installer knows whether Go is needed at all. */
export async function haveControlPlaneBinaries(cacheDir: string): Promise<boolean> {
  const given = process.env['KUBEBUILDER_ASSETS'];
  if (given !== undefined && (await missingIn(given)).length === 0) return true;
  return (await missingIn(join(cacheDir, `kubernetes-${kubernetesVersion}`))).length === 0;
}

/**
 * The directory with etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kubectl: `KUBEBUILDER_ASSETS`
 * when it holds them all, else built once by Go (about six minutes on two cores) into the cache. Binaries appear
 * whole or not at all; of several builders one builds and the others wait for it.
 */
export async function controlPlaneBinaries(wanted: BinariesWanted): Promise<string> {
  const given = process.env['KUBEBUILDER_ASSETS'];
  if (given !== undefined && (await missingIn(given)).length === 0) return given;
  const directory = join(wanted.cacheDir, `kubernetes-${kubernetesVersion}`);
  if ((await missingIn(directory)).length === 0) return directory;
  await mkdir(directory, { recursive: true });
  const unlock = await lockFile(join(directory, '.building'), wanted.signal);
  try {
    const missing = await missingIn(directory);
    if (missing.length > 0) await checkGo(wanted);
    for (const [index, { binary, source }] of missing.entries()) {
      wanted.progress?.({ binary, state: 'building', done: index, of: missing.length });
      await build(wanted, source, join(directory, binary));
      wanted.progress?.({ binary, state: 'built', done: index + 1, of: missing.length });
    }
  } finally {
    await unlock();
  }
  return directory;
}

async function checkGo({ go = 'go', signal }: BinariesWanted): Promise<void> {
  const remedy = `Install Go, or set KUBEBUILDER_ASSETS to a directory that has ${commands.map(({ binary }) => binary).join(', ')}.`;
  const told = await runCommand(go, { args: ['version'], signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new LabError(`The control plane of the lab is built by Go, and \`${go} version\` failed.`, remedy, { cause: error });
  });
  const [, major = '0', minor = '0'] = /go(\d+)\.(\d+)/.exec(told) ?? [];
  if (Number(major) === 1 && Number(minor) < 21) {
    throw new LabError(`The control plane of the lab is built by Go 1.21 or newer; this is ${told.trim()}.`, remedy);
  }
}

/** Builds beside the binary's place and moves it there: it appears whole or not at all. */
async function build({ go = 'go', signal }: BinariesWanted, source: string, output: string): Promise<void> {
  const unfinished = `${output}.unfinished`;
  await runCommand(go, {
    args: ['build', '-trimpath', '-ldflags=-s -w', '-o', unfinished, source],
    cwd: import.meta.dirname,
    env: { ...process.env, CGO_ENABLED: '0' },
    signal,
  });
  await rename(unfinished, output);
}
