/** One line of news about something slow: `step` is what a person calls it, `ms` how long it took. */
export interface ProgressEvent {
  readonly step: string;
  readonly state: 'started' | 'done' | 'failed' | 'info';
  readonly detail?: string;
  readonly ms?: number;
}

/** Who is told how it goes. It must not throw. */
export type LabProgress = (event: ProgressEvent) => void;

/** Runs one step and tells when it starts, is done (with its milliseconds) or fails. */
export async function stepOf<T>(progress: LabProgress, step: string, run: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const elapsed = (): number => Math.round(performance.now() - started);
  progress({ step, state: 'started' });
  try {
    const result = await run();
    progress({ step, state: 'done', ms: elapsed() });
    return result;
  } catch (error) {
    progress({ step, state: 'failed', ms: elapsed(), detail: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
