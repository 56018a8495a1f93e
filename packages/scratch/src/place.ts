import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { serverAccount } from './account.ts';
import type { Account } from './account.ts';
import { leftBehind } from './left-behind.ts';
import { ScratchUnavailable } from './scratch-unavailable.ts';

/** How a process ended: by a code, or by a signal. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A place that could not be removed at its end: a copy of personal data stays on this machine. */
export class NotRemoved extends Error {
  override readonly name = 'NotRemoved';

  constructor(folder: string, why: string) {
    super(`${folder} could not be removed (${why}). It holds personal data: remove it.`);
  }
}

/** A process of a place, in a session of its own: no Ctrl-C reaches it. */
export interface ScratchProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves when it has ended and its output was read; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Sends a signal to it and to all of its group; one that is gone is no error. */
  kill(signal: NodeJS.Signals): void;
}

export interface SpawnOptions {
  /** All of its environment, but for what says where it is: nothing of the gate's own is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder within the place; without it the place itself. */
  readonly cwd?: string;
  readonly stdio?: StdioOptions;
  /** Without it, the gate's own account. */
  readonly as?: Account | undefined;
}

/**
 * A folder of the gate's own, mode 0700, that is gone, with every process that was started in it, when the gate is gone: by
 * `close`, by an exit, by Ctrl-C, by kill -9. A process belongs to it by its working directory, so a program that is started
 * here must not leave the folder.
 */
export interface ScratchPlace {
  readonly folder: string;
  /** The account that PostgreSQL's server runs as, and that owns the folder; undefined where that is the gate's own. */
  readonly account: Account | undefined;
  /** Starts a program; rejects where it cannot be started, and with the reason of the place's signal once that is aborted. */
  spawn(program: string, args: readonly string[], options?: SpawnOptions): Promise<ScratchProcess>;
  /** Ends every process and removes the folder, as the place's signal does when it aborts. Throws a NotRemoved where something is left. May be called twice. */
  close(): Promise<void>;
}

/** Milliseconds for the making of a folder. */
const FOLDER_WITHIN = 10_000;

const keeperScript = join(import.meta.dirname, 'keeper.sh');

/** What a program gets besides what it is given. */
const surroundings = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' } as const;

/** What the keeper gets: it asks as another account with Node.js where there is no `setpriv`. */
const keeperEnvironment = { ...surroundings, NODE: process.execPath };

/** Refuses to start once the keeper has begun to clear up; leaves no picture of its memory, which holds personal data. */
const doorkeeper = 'ulimit -c 0; umask 077; [ -e "$0/open" ] || exit 125; exec "$@"';

/**
 * Opens a place in the system's folder for temporary files, after it has removed what a crash of the machine, or of a keeper,
 * left behind there. Throws a ScratchUnavailable where that folder cannot be written, or not be kept, or where what is left there
 * cannot be removed.
 */
export async function openPlace(signal: AbortSignal, base: string = tmpdir()): Promise<ScratchPlace> {
  signal.throwIfAborted();
  const account = await serverAccount();
  const accountWords = account ? [`${account.uid}:${account.gid}`] : [];
  for (const folder of await leftBehindIn(base, account)) await removeLeftBehind(folder, accountWords);
  const keeper = startKeeper(['new', base, ...accountWords]);
  const folder = await within(FOLDER_WITHIN, signal, keeper.firstLine);
  if (folder === undefined) {
    // One that hangs in the file system is not waited for: it clears up whenever that answers.
    await within(1_000, undefined, keeper.release());
    signal.throwIfAborted();
    throw new ScratchUnavailable(`No scratch folder could be made in ${base}: ${keeper.complaint() || 'its keeper said nothing'}`);
  }
  if (account && !(await isReachable(folder, account))) {
    await keeper.release();
    throw new ScratchUnavailable(
      `The account that PostgreSQL runs as here (user id ${account.uid}) cannot reach a folder in ${base}. Set TMPDIR to one that everybody may pass.`,
    );
  }
  if (!(await seesItsProcesses(folder, account, accountWords))) {
    await keeper.release();
    throw new ScratchUnavailable(
      `A process that${account ? ` the account of PostgreSQL (user id ${account.uid})` : ' the gate'} starts in ${folder} is not seen there, so it could not be ended for sure. /proc must show this account's processes (no other PID namespace, and \`setpriv\` where the gate is root).`,
    );
  }
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // A keeper that was killed kept nothing: another one takes its place.
    if (!(await keeper.release())) await remove(folder, accountWords);
  };
  const closeOnce = (): Promise<void> => (closing ??= close());
  // It is left to the keeper, which ends PostgreSQL in good order: killed, it would leave its shared memory behind.
  const onAbort = (): void => void closeOnce().catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    folder,
    account,
    spawn: async (program, args, options = {}) => {
      signal.throwIfAborted();
      return start(folder, program, args, options);
    },
    close: () => {
      signal.removeEventListener('abort', onAbort);
      return closeOnce();
    },
  };
}

async function leftBehindIn(base: string, account: Account | undefined): Promise<readonly string[]> {
  try {
    return await leftBehind(base, account);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new ScratchUnavailable(`The folder for temporary files cannot be read: ${error.message}`);
  }
}

/** What comes of `work`; undefined where that is not there after so many milliseconds, or when the signal is aborted. */
async function within<T>(milliseconds: number, signal: AbortSignal | undefined, work: Promise<T>): Promise<T | undefined> {
  const clock = new AbortController();
  const over = AbortSignal.any([clock.signal, ...(signal ? [signal] : [])]);
  try {
    return await Promise.race([work, delay(milliseconds, undefined, { signal: over }).catch(() => undefined)]);
  } finally {
    clock.abort();
  }
}

async function isReachable(folder: string, account: Account): Promise<boolean> {
  const test = spawn('/bin/sh', ['-c', '[ -x "$0/." ]', folder], { cwd: '/', env: surroundings, stdio: 'ignore', ...account });
  const [code] = (await once(test, 'close')) as [number | null];
  return code === 0;
}

/**
 * Whether the keeper's own look at the place shows a process that runs in it as the server will. Without that it would take the place for
 * empty, and remove it under a server that works in it.
 */
async function seesItsProcesses(folder: string, account: Account | undefined, accountWords: readonly string[]): Promise<boolean> {
  // It says that it runs, and ends with its standard input.
  const probe = await start(folder, 'sh', ['-c', 'echo up; read -r _'], { stdio: ['pipe', 'pipe', 'ignore'], as: account });
  try {
    if (!probe.child.stdout || (await firstLineOf(probe.child.stdout)) === undefined) return false;
    const look = spawn('/bin/sh', [keeperScript, 'members', folder, ...accountWords], {
      cwd: '/',
      env: keeperEnvironment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let seen = '';
    look.stdout.setEncoding('utf8').on('data', (text: string) => (seen += text));
    await once(look, 'close');
    return seen.split('\n').includes(String(probe.pid));
  } finally {
    probe.child.stdin?.end();
    await probe.ended;
  }
}

async function remove(folder: string, accountWords: readonly string[]): Promise<void> {
  const keeper = startKeeper(['old', folder, ...accountWords]);
  if (!(await keeper.release())) throw new NotRemoved(folder, keeper.complaint() || 'its keeper was killed');
}

/** What is in the way of one place is in the way of every other. Throws a ScratchUnavailable. */
const removeLeftBehind = (folder: string, accountWords: readonly string[]): Promise<void> =>
  remove(folder, accountWords).catch((error: unknown) => {
    throw error instanceof NotRemoved ? new ScratchUnavailable(`What an earlier drill left behind is in the way: ${error.message}`) : error;
  });

interface Keeper {
  /** Undefined where it ended without a word. */
  readonly firstLine: Promise<string | undefined>;
  /** Lets it clear up; resolves when it has ended, with whether nothing is left. */
  release(): Promise<boolean>;
  complaint(): string;
}

function startKeeper(args: readonly string[]): Keeper {
  const child = spawn('/bin/sh', [keeperScript, ...args], {
    cwd: '/',
    env: keeperEnvironment,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  // A keeper that is gone does not read its end.
  child.stdin.on('error', () => undefined);
  return {
    firstLine: firstLineOf(child.stdout),
    release: () => {
      child.stdin.end();
      return ended;
    },
    complaint: () => complaint.trim().slice(0, 500),
  };
}

async function firstLineOf(stream: Readable): Promise<string | undefined> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end !== -1) {
      stream.resume();
      return text.slice(0, end);
    }
  }
  return undefined;
}

async function start(
  folder: string,
  program: string,
  args: readonly string[],
  { env = {}, cwd = folder, stdio = 'ignore', as }: SpawnOptions,
): Promise<ScratchProcess> {
  const child = spawn('/bin/sh', ['-c', doorkeeper, folder, program, ...args], {
    cwd,
    env: { ...surroundings, HOME: folder, ...env },
    detached: true,
    stdio,
    ...as,
  });
  const kill = (name: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (code, by) => resolve({ code, signal: by }));
  });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} was started without a process id.`);
  return { child, pid, ended, kill };
}
