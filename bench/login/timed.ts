import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const root = join(import.meta.dirname, '../..');

/** Seconds that Node takes for these arguments, its own start included. Rejects with what it said when it ends with an error. */
export async function timed(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CI: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const seconds = (performance.now() - from) / 1000;
  if (child.exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${child.exitCode}:\n${stdout}\n${stderr}`);
  return seconds;
}
