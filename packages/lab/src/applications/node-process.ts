import { fork } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApplicationSettings, RunningApplication } from './application.ts';
import type { Program } from './catalogue.ts';
import { end, ending } from './process.ts';

/** What the parent tells the child, over the channel between them: a secret never stands in arguments or variables. */
export interface NodeProgramSettings extends Omit<ApplicationSettings, 'directory' | 'signal'> {
  readonly program: Exclude<Program, { kind: 'apache' }>;
}

/** What the child answers. */
export type NodeProgramAnswer = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/**
 * Starts one of the applications that are written for Node, in a process of its own, so that it can really be killed.
 * It ends by itself when its parent is gone. Throws with the end of its log when it does not come up.
 */
export async function startNodeApplication(
  program: NodeProgramSettings['program'],
  settings: ApplicationSettings,
): Promise<RunningApplication> {
  const { directory, signal, ...rest } = settings;
  signal.throwIfAborted();
  await mkdir(directory, { recursive: true });
  const logPath = join(directory, 'application.log');
  const log = await open(logPath, 'a');
  const child = fork(fileURLToPath(new URL('node-program.ts', import.meta.url)), {
    execArgv: [],
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  const ended = ending(child);
  const stop = (): Promise<void> => end(child);
  const onAbort = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    child.send({ program, ...rest } satisfies NodeProgramSettings);
    const answer = await Promise.race([
      new Promise<NodeProgramAnswer>((resolve) => child.once('message', (message) => resolve(asAnswer(message)))),
      ended.then((): NodeProgramAnswer => ({ ready: false, reason: 'it ended at once' })),
    ]);
    signal.throwIfAborted();
    if (!answer.ready || child.pid === undefined) {
      await stop();
      const said = (await readFile(logPath, 'utf8')).trim().split('\n').slice(-5).join('\n');
      throw new Error(
        `The application at ${settings.url} did not start: ${answer.ready ? 'it has no process' : answer.reason}. Its log, ${logPath}, ends with:\n${said}`,
      );
    }
    // The channel stays open for the child to notice our end, but does not keep us alive.
    child.channel?.unref();
    child.unref();
    return {
      url: settings.url,
      pid: child.pid,
      ended,
      stop,
      kill: () => void child.kill('SIGKILL'),
    };
  } finally {
    signal.removeEventListener('abort', onAbort);
    await log.close();
  }
}

function asAnswer(message: unknown): NodeProgramAnswer {
  if (typeof message === 'object' && message !== null && 'ready' in message) {
    if (message.ready === true) return { ready: true };
    if ('reason' in message && typeof message.reason === 'string') return { ready: false, reason: message.reason };
  }
  return { ready: false, reason: `it said ${JSON.stringify(message)}` };
}
