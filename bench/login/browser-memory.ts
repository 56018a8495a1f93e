import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds between two looks at the processes. */
const interval = 200;

/** The most megabytes that the processes of the browser had together while `work` went on: each page of memory counts once, whoever shares it. Linux only. */
export async function peakOfBrowser(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const clock = setInterval(() => (peak = Math.max(peak, memoryOfBrowser())), interval);
  try {
    await work();
    return peak;
  } finally {
    clearInterval(clock);
  }
}

const memoryOfBrowser = (): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + proportionalMemory(pid), 0);

/** 0 of a process that is no browser's, or is gone by now. */
function proportionalMemory(pid: string): number {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('chromium-headless-shell')) return 0;
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}
