import { readdirSync, readFileSync } from 'node:fs';
import { processProgress } from '@keycloak-release-gate/checks/backup';
import type { ScratchProcess } from './place.ts';

/** Seconds of processor time without a byte read or written: a flipped bit in a length can make pg_restore search for ever. */
const SPIN = 20;

/** Milliseconds. */
const EVERY = 1_000;

/** Watches a program and all that it has forked. */
export interface SpinWatch {
  /** It was ended, for it got nowhere. */
  readonly spun: boolean;
  end(): void;
}

/** Ends a program that works and gets nowhere. One that waits for the database takes no time of the processor, and is let be. */
export function endWhereItSpins(program: ScratchProcess, spin: number = SPIN, every: number = EVERY): SpinWatch {
  let spun = false;
  let worked = progressOf(program.pid);
  const timer = setInterval(() => {
    const now = progressOf(program.pid);
    // With another number of processes the sums cannot be compared.
    if (now.bytes !== worked.bytes || now.processes !== worked.processes) worked = now;
    if (now.seconds - worked.seconds < spin) return;
    spun = true;
    clearInterval(timer);
    program.kill('SIGKILL');
  }, every);
  return {
    get spun() {
      return spun;
    },
    end: () => clearInterval(timer),
  };
}

interface GroupProgress {
  readonly processes: string;
  readonly bytes: number;
  readonly seconds: number;
}

function progressOf(group: number): GroupProgress {
  const members = membersOf(group);
  const seen = members.map((pid) => processProgress(pid) ?? { bytes: 0, seconds: 0 });
  return {
    processes: members.join(' '),
    bytes: seen.reduce((sum, { bytes }) => sum + bytes, 0),
    seconds: seen.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** The processes of a group, as Linux lists them; none elsewhere. */
function membersOf(group: number): readonly number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) && groupOf(name) === group ? [Number(name)] : []));
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return [];
    throw error;
  }
}

function groupOf(pid: string): number | undefined {
  try {
    // Behind the name, in parentheses, which may hold anything: its state, its parent, its group.
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'latin1')
        .replace(/^.*\) /s, '')
        .split(' ')[2],
    );
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}
