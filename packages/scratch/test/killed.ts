import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const program = join(import.meta.dirname, 'drill-in-a-loop.ts');
const small = join(import.meta.dirname, '../../checks/src/backup/fixtures/small.dump');

/** Milliseconds in which a drill of this dump is over. */
export const DRILL = 1_500;

/**
 * Starts a drill, ends it so many milliseconds later as `how` says, and returns what is left on the machine when nothing more goes away:
 * folders, processes, and shared memory that nobody has. In good order nothing.
 */
export async function leftAfter(milliseconds: number, how: 'kill -9' | 'Ctrl-C'): Promise<readonly string[]> {
  const base = mkdtempSync(join(tmpdir(), 'killed-test-'));
  chmodSync(base, 0o711);
  try {
    const child = spawn(process.execPath, [program, small, base], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    const { pid } = child;
    if (pid === undefined) throw new Error('The program did not start.');
    const ended = once(child, 'close');
    // From the folder of the first drill on, all that the program does can be cut off.
    await once(child.stdout, 'data');
    await delay(milliseconds);
    // A terminal sends it to the whole group in the foreground.
    process.kill(-pid, how === 'Ctrl-C' ? 'SIGINT' : 'SIGKILL');
    await ended;
    return await settled(() => leftIn(base));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Looks until there is nothing to see, for 20 s at most; returns what is still there. */
export async function settled(look: () => readonly string[]): Promise<readonly string[]> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const left = look();
    if (left.length === 0 || Date.now() > deadline) return left;
    await delay(20);
  }
}

/** Folders and processes that a killed program left of what it made in this folder. */
export const leftIn = (base: string): readonly string[] => [
  ...readdirSync(base).map((name) => `folder ${name}`),
  ...readdirSync('/proc').flatMap((pid) => (/^\d+$/.test(pid) && belongs(pid, base) ? [`process ${pid}`] : [])),
];

const belongs = (pid: string, base: string): boolean => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(base) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(base);
  } catch {
    return false;
  }
};

/** Shared memory of PostgreSQL that no process has: its files in /dev/shm, and System V segments. What is being made now may look like it. */
export function orphanedSharedMemory(): readonly string[] {
  const mapped = new Set(
    readdirSync('/proc').flatMap((pid) => {
      try {
        return /^\d+$/.test(pid) ? (readFileSync(`/proc/${pid}/maps`, 'utf8').match(/\/dev\/shm\/PostgreSQL\.\d+/g) ?? []) : [];
      } catch {
        return [];
      }
    }),
  );
  const files = readdirSync('/dev/shm')
    .map((name) => `/dev/shm/${name}`)
    .filter((file) => file.includes('PostgreSQL.') && !mapped.has(file));
  const segments = readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, id, , size, , , attached] = line.trim().split(/\s+/);
      return size === '56' && attached === '0' ? [`segment ${id}`] : [];
    });
  return [...files, ...segments];
}
