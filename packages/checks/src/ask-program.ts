import { spawn } from 'node:child_process';

/** What a program answered, or why it did not, as the end of a sentence that begins with its name. */
export type ProgramAnswer = { readonly output: string } | { readonly problem: string };

interface Limits {
  readonly seconds: number;
  /** Bytes of its output. */
  readonly largest: number;
}

/**
 * Runs a program without a shell, and reads what it prints. Whatever it started ends with it. Throws only when aborted.
 * It has the environment of this program, for what it is (kubectl, pgbackrest) finds its own configuration there.
 */
export async function askProgram(
  [file, ...args]: readonly [string, ...string[]],
  { seconds, largest }: Limits,
  signal: AbortSignal,
): Promise<ProgramAnswer> {
  signal.throwIfAborted();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output: Buffer[] = [];
  let bytes = 0;
  let complaint = '';
  let ended: string | undefined;
  const end = (why: string): void => {
    ended ??= why;
    endGroup(child.pid);
  };
  const onAbort = (): void => end('was cut off');
  signal.addEventListener('abort', onAbort, { once: true });
  const clock = setTimeout(() => end(`did not end within ${seconds} s`), seconds * 1000);
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > largest) end(`printed more than ${largest} bytes`);
    else output.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-4_000)));
  try {
    const code = await new Promise<number | string | null>((resolve, reject) => {
      child.once('error', reject);
      // What it left behind may hold its output open for ever.
      child.once('exit', () => setTimeout(endGroup, MOMENT, child.pid));
      child.once('close', (exitCode, by) => resolve(exitCode ?? by));
    });
    signal.throwIfAborted();
    if (ended !== undefined) return { problem: ended };
    if (code !== 0) return { problem: `ended with ${typeof code === 'number' ? `exit code ${code}` : code}${lastWords(complaint)}` };
    return { output: Buffer.concat(output).toString('utf8') };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error)
      return { problem: error.code === 'ENOENT' ? 'is not installed here' : `cannot be run: ${error.message}` };
    throw error;
  } finally {
    clearTimeout(clock);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Milliseconds for the rest of an output to arrive. */
const MOMENT = 500;

/** Ends a group of processes, also where its leader has ended already. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // No process of the group is left, which is what is wanted.
  }
}

/** The last line that says something. */
function lastWords(text: string): string {
  const line = oneLine(text.trim().split('\n').at(-1) ?? '');
  return line === '' ? '' : `: ${line}`;
}

/** A text from outside in one line of a message: without what a terminal would obey. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[^\P{C}\t]/gu, ' ')
    .trim()
    .slice(0, 300);
