import { spawnSync } from 'node:child_process';

/** Wall times in ms of two commands, run in turn after one warm-up each, and the median of their ratios pair by pair. */
export function compare(
  a: readonly string[],
  b: readonly string[],
  runs = 11,
): { readonly a: number; readonly b: number; readonly ratio: number; readonly difference: number } {
  const pairs = Array.from({ length: runs + 1 }, () => [wall(a), wall(b)] as const).slice(1);
  return {
    a: median(pairs.map(([first]) => first)),
    b: median(pairs.map(([, second]) => second)),
    ratio: median(pairs.map(([first, second]) => first / second)),
    difference: median(pairs.map(([first, second]) => first - second)),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function wall([command = '', ...args]: readonly string[]): number {
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: 'ignore' });
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error?.message}`);
  return performance.now() - start;
}
