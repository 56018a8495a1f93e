import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { notStartable } from './runtime-text.ts';

/** What a command that is run in a container finds there. */
export interface InsideContainer {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** How a command in a container ended; `output` is both of its streams, as they came. */
export type ExecOutcome =
  | { readonly kind: 'exited'; readonly code: number; readonly output: string }
  | { readonly kind: 'timedOut' }
  /** It could not be started; the text is the runtime's. */
  | { readonly kind: 'refused'; readonly message: string };

/** A kubelet keeps this many bytes of what a probe or hook prints. */
const keptBytes = 10 * 1024;

/** Runs a command beside the process of a container, as `exec` probes and hooks do. Never rejects. An abort ends it as timed out. */
export async function execInContainer(
  command: readonly string[],
  inside: InsideContainer,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ExecOutcome> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { env: { ...inside.env }, cwd: inside.cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(0, keptBytes);
    });
  }
  const ended = new Promise<ExecOutcome>((resolve) => {
    child.once('error', (error) => {
      resolve({
        kind: 'refused',
        message: `rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: ${notStartable(file, error)}`,
      });
    });
    child.once('close', (code) => {
      resolve({ kind: 'exited', code: code ?? 137, output });
    });
  });
  const over = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: AbortSignal.any([signal, over.signal]) }).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  const first = await Promise.race([ended, late]);
  over.abort();
  if (first !== 'late') return first;
  endGroup(child);
  return { kind: 'timedOut' };
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended between the clock and the signal.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
