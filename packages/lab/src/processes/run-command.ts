import { spawn } from 'node:child_process';

export interface CommandToRun {
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the command; the caller's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
  /** Written to its standard input. */
  readonly input?: string;
  /** Told every whole line of both outputs as it comes. */
  readonly onLine?: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A command that ended with another code than 0, with the end of what it said. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly exitCode: number | undefined;
  /** Both outputs, each cut to its last 64 kB. */
  readonly output: string;

  constructor(command: string, exitCode: number | undefined, output: string) {
    super(
      `\`${command}\` ended with ${exitCode === undefined ? 'a signal' : `code ${exitCode}`}: ${output.trim().split('\n').slice(-12).join('\n')}`,
    );
    this.exitCode = exitCode;
    this.output = output;
  }
}

const kept = 65_536;

/**
 * Runs a command to its end and returns its standard output. Rejects with CommandFailed on any code but 0. An abort
 * ends the command's whole process group and rejects with the signal's reason.
 */
export async function runCommand(file: string, command: CommandToRun): Promise<string> {
  const { args, signal, onLine } = command;
  signal.throwIfAborted();
  const child = spawn(file, [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.env === undefined ? {} : { env: { ...command.env } }),
    ...(command.uid === undefined ? {} : { uid: command.uid }),
    ...(command.gid === undefined ? {} : { gid: command.gid }),
  });
  const output: { stdout: string; stderr: string } = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    let unfinished = '';
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      // Standard output is the answer and kept whole; what goes to the other one is only for the error's message.
      output[name] = name === 'stdout' ? output[name] + chunk : (output[name] + chunk).slice(-kept);
      if (!onLine) return;
      const lines = (unfinished + chunk).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
  }
  const stop = (): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  // A command that ends before it has read all of its input is judged by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(command.input ?? '');
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (code !== 0) throw new CommandFailed([file, ...args].join(' '), code ?? undefined, `${output.stdout.slice(-kept)}${output.stderr}`);
    return output.stdout;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
