import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * How much more memory a run takes than its imports alone. Usage: node bench/memory.ts [arguments of verify], with a lab that is up.
 */
const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'));
const verify = fileURLToPath(new URL('../packages/runner/bin/verify.mjs', import.meta.url));
const imports = fileURLToPath(new URL('./imports.ts', import.meta.url));

/** The largest resident size of a program, in MB, as the kernel counted it. */
function peak(name: string, args: readonly string[]): number {
  const file = join(folder, name);
  const probe = `import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`;
  // With the flag of `pnpm verify`: a run makes much that is soon gone, which a large young generation would let pile up.
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--max-semi-space-size=2', '--import', `data:text/javascript,${encodeURIComponent(probe)}`, ...args],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
  return Number(readFileSync(file, 'utf8')) / 1024;
}

try {
  const bare = peak('imports', [imports]);
  const run = peak('run', [verify, '--env', 'lab', '--reports', join(folder, 'reports'), ...process.argv.slice(2)]);
  process.stdout.write(
    `imports alone ${bare.toFixed(0)} MB, a whole run ${run.toFixed(0)} MB: ${(run - bare).toFixed(0)} MB more (limit 64 MB)\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
