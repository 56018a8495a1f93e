/** Whole milliseconds of a clock that nobody sets: for the time between two moments, and for nothing else. */
export const stopwatch = (): number => Math.round(performance.now());
