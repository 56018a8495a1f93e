import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Milliseconds that a process has to end by itself before it is killed. */
const patience = 3_000;

/** Settles when the process has ended. */
export const ending = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, 'exit').then(() => undefined);

/** Asks a process to end, and kills it when it does not. */
export async function end(child: ChildProcess): Promise<void> {
  const ended = ending(child);
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
}
