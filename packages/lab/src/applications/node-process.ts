import { fork } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApplicationSettings, RunningApplication } from './application.ts';
import type { Program } from './catalogue.ts';
import { end, ending } from './process.ts';

/** What the parent tells the child of an application, over the channel between them: a secret never stands in arguments or variables. */
export interface NodeProgramSettings extends Omit<ApplicationSettings, 'directory' | 'signal'> {
  readonly program: Exclude<Program, { kind: 'apache' }>;
}

/** Serve this, or no longer serve what is at this address. */
export type NodeProgramOrder = { readonly start: NodeProgramSettings } | { readonly stop: string };

/** What became of the order about the application at this address. */
export type NodeProgramAnswer = { readonly url: string } & ({ readonly done: true } | { readonly done: false; readonly reason: string });

/** A process in which applications that are written for Node run. */
export interface NodeProcess {
  readonly alive: () => boolean;
  /** Starts an application in it. Rejects with the end of the log when it does not come up. */
  start(program: NodeProgramSettings['program'], settings: ApplicationSettings): Promise<RunningApplication>;
  stop(): Promise<void>;
}

/**
 * Starts a process for applications. It ends by itself when its parent is gone. What the applications say goes into
 * `application.log` in the folder.
 */
export async function startNodeProcess(directory: string, signal: AbortSignal): Promise<NodeProcess> {
  signal.throwIfAborted();
  await mkdir(directory, { recursive: true });
  const logPath = join(directory, 'application.log');
  const log = await open(logPath, 'a');
  const child = fork(fileURLToPath(new URL('node-program.ts', import.meta.url)), {
    execArgv: [],
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  await log.close();
  const ended = ending(child);
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  child.setMaxListeners(100);
  // The channel stays open for the child to notice our end, but does not keep us alive.
  child.channel?.unref();
  child.unref();

  function ask(url: string, order: NodeProgramOrder): Promise<NodeProgramAnswer> {
    const answered = new Promise<NodeProgramAnswer>((resolve) => {
      const onMessage = (message: unknown): void => {
        const answer = asAnswer(message);
        if (answer?.url !== url) return;
        child.off('message', onMessage);
        resolve(answer);
      };
      child.on('message', onMessage);
    });
    if (alive()) child.send(order);
    return Promise.race([answered, ended.then((): NodeProgramAnswer => ({ url, done: false, reason: 'its process ended' }))]);
  }

  return {
    alive,
    stop: () => end(child),
    async start(program, { directory: _ours, signal: until, ...settings }) {
      const { url } = settings;
      const onAbort = (): void => void child.kill('SIGKILL');
      until.addEventListener('abort', onAbort, { once: true });
      try {
        const answer = await ask(url, { start: { program, ...settings } });
        until.throwIfAborted();
        if (!answer.done || child.pid === undefined) {
          const said = (await readFile(logPath, 'utf8')).trim().split('\n').slice(-5).join('\n');
          throw new Error(
            `The application at ${url} did not start: ${answer.done ? 'it has no process' : answer.reason}. Its log, ${logPath}, ends with:\n${said}`,
          );
        }
        const stopped = Promise.withResolvers<void>();
        return {
          url,
          pid: child.pid,
          ended: Promise.race([ended, stopped.promise]),
          stop: async () => {
            await ask(url, { stop: url });
            stopped.resolve();
          },
          kill: () => void child.kill('SIGKILL'),
        };
      } finally {
        until.removeEventListener('abort', onAbort);
      }
    },
  };
}

function asAnswer(message: unknown): NodeProgramAnswer | undefined {
  if (typeof message !== 'object' || message === null || !('url' in message) || typeof message.url !== 'string') return undefined;
  const { url } = message;
  if ('done' in message && message.done === true) return { url, done: true };
  return { url, done: false, reason: 'reason' in message && typeof message.reason === 'string' ? message.reason : JSON.stringify(message) };
}
