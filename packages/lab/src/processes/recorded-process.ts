import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../lab/lab-error.ts';

/** How a process ended; `code` is what a shell would show: 128 + the signal's number where a signal ended it. */
export interface ProcessExit {
  readonly code: number;
  readonly signal?: NodeJS.Signals;
  readonly at: Date;
}

/** A process in a group of its own, whose pid is on disk so that a crashed lab can be cleaned. */
export interface RecordedProcess {
  readonly name: string;
  readonly pid: number;
  readonly child: ChildProcess;
  /** Resolves when the process has ended and all of its output was read; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** TERM, then KILL of the whole group after `graceMs`; resolves when it has ended. */
  stop(graceMs: number): Promise<ProcessExit>;
}

export interface ProcessToStart {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdio: SpawnOptions['stdio'];
  /** The folder that holds one record per process. */
  readonly records: string;
  /** Called as soon as the process runs, before any of its output can be lost. */
  readonly started?: (child: ChildProcess) => void;
}

interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  /** The kernel's start time of the process: a pid alone may have been given to somebody else. */
  readonly startTime: string;
}

/** Field 22 of /proc/<pid>/stat, undefined when there is no such process (or only its zombie) or no /proc. */
async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return undefined;
    throw error;
  }
}

/** Sends a signal; a process or group that is gone is no error. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

/** Starts a process in its own group and records it; rejects when it cannot be started at all. */
export async function startRecordedProcess(wanted: ProcessToStart): Promise<RecordedProcess> {
  await mkdir(wanted.records, { recursive: true });
  const child = spawn(wanted.file, [...wanted.args], {
    cwd: wanted.cwd,
    env: { ...wanted.env },
    stdio: wanted.stdio,
    detached: true,
  });
  // Listeners come before the first await: a process may end at once.
  const ended = new Promise<ProcessExit>((resolve) => {
    let at: Date | undefined;
    child.once('exit', () => {
      at = new Date();
      // What the process started in its group ends with it, as the rest of a container does.
      if (child.pid !== undefined) send(-child.pid, 'SIGKILL');
    });
    child.once('close', (code, signal) => {
      resolve({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        ...(signal === null ? {} : { signal }),
        at: at ?? new Date(),
      });
    });
  });
  wanted.started?.(child);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.on('error', () => child.kill('SIGKILL'));
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${wanted.name} (${wanted.file}) was started without a process id.`);

  const recordFile = join(wanted.records, `${pid}.json`);
  const startTime = await startTimeOf(pid);
  if (startTime !== undefined) {
    const record: ProcessRecord = { name: wanted.name, pid, startTime };
    await writeFile(recordFile, JSON.stringify(record));
  }
  const exited = ended.then(async (exit) => {
    await rm(recordFile, { force: true });
    return exit;
  });
  return {
    name: wanted.name,
    pid,
    child,
    exited,
    async stop(graceMs) {
      if (child.exitCode === null && child.signalCode === null) {
        send(pid, 'SIGTERM');
        const clock = setTimeout(() => {
          send(-pid, 'SIGKILL');
        }, graceMs);
        await exited.finally(() => {
          clearTimeout(clock);
        });
      }
      return exited;
    },
  };
}

/**
 * Kills what a crashed lab left behind: every recorded process that still is the one recorded, with its group.
 * Returns the names of those it killed, when they are gone.
 */
export async function killRecordedProcesses(records: string): Promise<readonly string[]> {
  const files = await readdir(records).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  const killed: string[] = [];
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    const path = join(records, file);
    const record = JSON.parse(await readFile(path, 'utf8')) as ProcessRecord;
    if ((await startTimeOf(record.pid)) === record.startTime) {
      send(-record.pid, 'SIGKILL');
      while ((await startTimeOf(record.pid)) === record.startTime) await delay(20);
      killed.push(record.name);
    }
    await rm(path, { force: true });
  }
  return killed;
}
