import { execFile, spawn } from 'node:child_process';
import { access, constants, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

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
  const unlock = await lock(join(directory, '.building'), wanted.signal);
  try {
    const missing = await missingIn(directory);
    if (missing.length > 0) await checkGo(wanted);
    for (const [index, { binary, source }] of missing.entries()) {
      wanted.progress?.({ binary, state: 'building', done: index, of: missing.length });
      const unfinished = join(directory, `.${binary}.unfinished`);
      await build(wanted, source, unfinished);
      await rename(unfinished, join(directory, binary));
      wanted.progress?.({ binary, state: 'built', done: index + 1, of: missing.length });
    }
  } finally {
    await unlock();
  }
  return directory;
}

async function checkGo({ go = 'go', signal }: BinariesWanted): Promise<void> {
  const remedy =
    'The control plane of the lab is built by Go 1.21 or newer: install it, or set KUBEBUILDER_ASSETS to a directory ' +
    `that has ${commands.map(({ binary }) => binary).join(', ')}.`;
  const { stdout } = await promisify(execFile)(go, ['version'], { signal }).catch((error: unknown) => {
    throw new Error(`\`${go} version\` failed. ${remedy}`, { cause: error });
  });
  const [, major = '0', minor = '0'] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (Number(major) === 1 && Number(minor) < 21) throw new Error(`${stdout.trim()} is too old. ${remedy}`);
}

async function build({ go = 'go', signal }: BinariesWanted, source: string, output: string): Promise<void> {
  const child = spawn(go, ['build', '-trimpath', '-ldflags=-s -w', '-o', output, source], {
    cwd: import.meta.dirname,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    told = (told + chunk).slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`\`${go} build ${source}\` ended with code ${code}:\n${told.trim()}`);
}

/** Takes a lock file, waiting for its holder; one whose holder is gone or that is untouched for an hour is taken over. */
async function lock(file: string, signal: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (await isAbandoned(file)) await rm(file, { force: true });
    else await delay(500, undefined, { signal });
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const holder = Number(await readFile(file, 'utf8'));
    const age = Date.now() - (await stat(file)).mtimeMs;
    // The pid is written just after the file appears.
    if (!Number.isInteger(holder) || holder <= 0) return age > 10_000;
    if (age > 3_600_000) return true;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return false;
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENOENT')) return true;
    throw error;
  }
}
