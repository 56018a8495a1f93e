import { readFileSync } from 'node:fs';

/** Bytes that a process has read and written so far, and seconds of processor time that it has taken. */
export interface ProcessProgress {
  readonly bytes: number;
  readonly seconds: number;
}

/** Ticks of the clock in /proc a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** As Linux counts it; undefined elsewhere, or where the process has ended. */
export function processProgress(pid: number): ProcessProgress | undefined {
  try {
    const io = readFileSync(`/proc/${pid}/io`, 'latin1');
    const bytes = ['rchar', 'wchar'].map((name) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1]));
    // The name of the program, in parentheses, may hold anything; the fields behind it are told by their place.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
    return { bytes: (bytes[0] ?? 0) + (bytes[1] ?? 0), seconds };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
