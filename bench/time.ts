import { spawnSync } from 'node:child_process';

/** Wall times in ms of two commands, run in turn after one warm-up each, and the median of their ratios pair by pair; each must end with an exit code that is good. */
export function compare(
  a: readonly string[],
  b: readonly string[],
  runs = 11,
  good: readonly number[] = [0],
): { readonly a: number; readonly b: number; readonly ratio: number; readonly difference: number } {
  const pairs = Array.from({ length: runs + 1 }, () => [wall(a, good), wall(b, good)] as const).slice(1);
  return {
    a: median(pairs.map(([first]) => first)),
    b: median(pairs.map(([, second]) => second)),
    ratio: median(pairs.map(([first, second]) => first / second)),
    difference: median(pairs.map(([first, second]) => first - second)),
  };
}

/** The one in the middle; of an even number, the mean of the two there. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((x, y) => x - y);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

function wall([command = '', ...args]: readonly string[], good: readonly number[]): number {
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: 'ignore' });
  if (error || !good.includes(status ?? -1)) throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error?.message}`);
  return performance.now() - start;
}
