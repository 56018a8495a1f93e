/** A stretch of time, ISO 8601. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** Hours that the stretches cover together: what two of them share counts once. */
export function hoursOf(stretches: readonly Stretch[]): number {
  let covered = 0;
  let reached = -Infinity;
  const times = stretches.map(({ from, to }) => [Date.parse(from), Date.parse(to)] as const).toSorted(([a], [b]) => a - b);
  for (const [from, to] of times) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered / 3_600_000;
}
