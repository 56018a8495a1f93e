/** The first signal aborts, so that what was begun is ended and told; a second one ends the program at once. Returns how to stop listening. */
export function listen(interrupt: AbortController): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    if (interrupt.signal.aborted) process.exit(exitCodeOf(signal));
    interrupt.abort(signal);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}

/** The exit code of a program that a signal ended. */
export const exitCodeOf = (signal: unknown): number => (signal === 'SIGTERM' ? 143 : 130);
