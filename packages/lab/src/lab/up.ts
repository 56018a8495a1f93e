import { fork } from 'node:child_process';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { controlPlaneBinaries, haveControlPlaneBinaries } from '../control-plane/binaries.ts';
import type { DaemonMessage, DaemonOrder } from '../daemon/order.ts';
import { cacheFolder, lockFile } from '../install/cache.ts';
import { provideGo } from '../install/go.ts';
import { provideTools } from '../install/install.ts';
import type { Tools } from '../install/install.ts';
import { keycloakBuild } from '../keycloak/build.ts';
import { cleanCrashedLab } from './clean.ts';
import { databaseTemplate } from './database-template.ts';
import type { DatabaseTemplate } from './database-template.ts';
import { labFolder, makeLabFolder, makeLabsFolder, removeLabFolder, removeLabsFolder } from './folder.ts';
import type { LabFolder } from './folder.ts';
import { placeImage } from './images.ts';
import { LabError } from './lab-error.ts';
import { labOf } from './lab.ts';
import type { Lab } from './lab.ts';
import { stepOf } from './progress.ts';
import type { LabProgress } from './progress.ts';
import { daemonLives, readState } from './state.ts';
import type { RunningState } from './state.ts';

/** The version that a lab has when nothing else is said. */
export const defaultVersion = '26.7.4';

export interface LabWanted {
  /** `lab`, or LAB_NAME's value, by default. */
  readonly name?: string;
  readonly version?: string;
  readonly replicas?: number;
  readonly signal?: AbortSignal;
  readonly progress?: LabProgress;
}

/**
 * Brings a lab up, and resolves when its applications answer. One that is up is returned as it is, whatever was asked
 * for; one that crashed is cleaned first. An abort ends what was started.
 */
export async function up({
  name,
  version = defaultVersion,
  replicas = 2,
  signal = new AbortController().signal,
  progress = () => undefined,
}: LabWanted = {}): Promise<Lab> {
  const folder = labFolder(name);
  await makeLabsFolder(folder);
  const unlock = await lockFile(folder.lock, signal);
  try {
    const running = await runningState(folder);
    if (running) return await labOf(folder, running);
    await cleanCrashedLab(folder);
    const order = await prepare({ name: folder.name, version, replicas }, progress, signal);
    await makeLabFolder(folder);
    await placeImage(folder, await keycloakBuild({ version, ...order.tools, signal }));
    await startDaemon(order, folder, progress, signal);
    const started = await runningState(folder);
    if (!started) throw new LabError('The lab came up and is gone again.', `Look at ${folder.log}.`);
    return await labOf(folder, started);
  } finally {
    await unlock();
    await removeLabsFolder(folder);
  }
}

/** The state of a lab that is up; undefined for one that is not there, still starts, or crashed. */
async function runningState(folder: LabFolder): Promise<RunningState | undefined> {
  const state = await readState(folder);
  return state?.phase === 'running' && (await daemonLives(state)) ? state : undefined;
}

/** Gets and builds everything that is not in the cache, side by side. */
async function prepare(
  wanted: Pick<DaemonOrder, 'name' | 'version' | 'replicas'>,
  progress: LabProgress,
  signal: AbortSignal,
): Promise<DaemonOrder> {
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  const tools = provideTools(progress, until);
  const parts = [tools, provideTemplate(tools, wanted.version, progress, until), provideBinaries(tools, progress, until)] as const;
  try {
    const [found, template, binaries] = await Promise.all(parts);
    return { ...wanted, tools: found, template, binaries };
  } catch (error) {
    failed.abort(error);
    // What was under way ends before this does: nothing writes into the cache afterwards.
    await Promise.allSettled(parts);
    throw error;
  }
}

async function provideTemplate(
  tools: Promise<Tools>,
  version: string,
  progress: LabProgress,
  signal: AbortSignal,
): Promise<DatabaseTemplate> {
  const found = await tools;
  const build = await slow(progress, `Keycloak ${version}: fetch and build`, () => keycloakBuild({ version, ...found, signal }));
  return slow(progress, `Keycloak ${version}: a database with the lab's realms`, () => databaseTemplate(found, build, signal));
}

async function provideBinaries(tools: Promise<Tools>, progress: LabProgress, signal: AbortSignal): Promise<string> {
  const cacheDir = cacheFolder();
  if (await haveControlPlaneBinaries(cacheDir)) return controlPlaneBinaries({ cacheDir, signal });
  // apt takes one at a time, and Go may come by way of a Python from apt.
  await tools;
  const step = 'Kubernetes: build the control plane (about six minutes, once)';
  const tell = (detail: string): void => progress({ step, state: 'info', detail });
  return stepOf(progress, step, async () => {
    const go = await provideGo(tell, signal);
    return controlPlaneBinaries({
      cacheDir,
      go,
      progress: ({ binary, state, done, of }) => tell(`${binary} ${state}, ${done} of ${of} done`),
      signal,
    });
  });
}

/** A step that is told only when it is not over at once: what comes from the cache is no news. */
async function slow<T>(progress: LabProgress, step: string, run: () => Promise<T>): Promise<T> {
  let told = false;
  const clock = setTimeout(() => {
    told = true;
    progress({ step, state: 'started' });
  }, 500);
  return stepOf(
    ({ state, ...event }) => {
      if (state !== 'started' && (told || state === 'failed')) progress({ state, ...event });
    },
    step,
    run,
  ).finally(() => clearTimeout(clock));
}

/** Starts the lab's daemon and resolves when the lab is up; when it is not to be, the daemon is gone and its error is thrown. */
async function startDaemon(order: DaemonOrder, folder: LabFolder, progress: LabProgress, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const log = await open(folder.log, 'a', 0o600);
  const daemon = fork(fileURLToPath(new URL('../daemon/main.ts', import.meta.url)), {
    execArgv: [],
    detached: true,
    cwd: '/',
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  await log.close();
  const onAbort = (): void => void daemon.kill('SIGTERM');
  signal.addEventListener('abort', onAbort, { once: true });
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  try {
    daemon.send(order);
    await new Promise<void>((resolve, reject) => {
      daemon.once('error', reject);
      daemon.on('message', (message) => {
        const told = message as DaemonMessage;
        if (told.kind === 'progress') progress(told.event);
        else if (told.kind === 'up') resolve();
        else reject(new LabError(told.message, '', { cause: told.stack }));
      });
      void ended.then(() => reject(new LabError('The lab’s daemon ended while it brought the lab up.', `It said so in ${folder.log}.`)));
    });
    daemon.unref();
    if (daemon.connected) daemon.disconnect();
  } catch (error) {
    // It ends what it had started, and then itself.
    await ended;
    await removeLabFolder(folder);
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
