// What can be said about the source without running it. All of it is run, whatever fails, two at a time; what failed is shown.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { styleText } from 'node:util';
import { root } from './purity/judging-modules.ts';

const checks: readonly (readonly [name: string, command: readonly [string, ...string[]]])[] = [
  ['types', ['tsc', '--noEmit']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings']],
  ['format', ['oxfmt', '--check']],
  ['import boundaries', ['node', 'scripts/boundaries.ts']],
  ['unused code', ['knip']],
  ['generated documents', ['node', 'scripts/generate-docs.ts', '--verify']],
];

const failed: string[] = [];
const waiting = [...checks];

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, [program, ...options]] = next;
    const started = performance.now();
    // pnpm puts the tools' folder on the path.
    const child = spawn(program, options, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (code === 0) console.log(`${styleText('green', '✓')} ${name} ${styleText('dim', `${seconds} s`)}`);
    else {
      failed.push(name);
      console.log(
        `${styleText('red', '✗')} ${name} ${styleText('dim', `${seconds} s: ${[program, ...options].join(' ')}`)}\n${Buffer.concat(output).toString()}`,
      );
    }
  }
}

await Promise.all([work(), work()]);
if (failed.length > 0) {
  console.log(`Not in order: ${failed.join(', ')}.`);
  process.exit(1);
}
