/** Rejects with the signal's reason as soon as it is aborted, and else never comes to an end. */
export function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}

/** What the work comes to, or a rejection with the signal's reason when it is aborted before: then nobody waits for the work any more. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: abort, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([abort, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
