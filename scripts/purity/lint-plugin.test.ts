import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './judging-modules.ts';

const run = promisify(execFile);
let place = '';

// The rule asks where a file stands, so it is tried in a small repository of its own.
beforeAll(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'purity-')));
  cpSync(import.meta.dirname, join(place, 'scripts/purity'), { recursive: true });
  cpSync(join(root, '.oxlintrc.json'), join(place, '.oxlintrc.json'));
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(place, 'packages/checks/src/clock'), { recursive: true });
});
afterAll(() => rmSync(place, { recursive: true }));

/** What the house's own rule says about files of a domain. */
async function said(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = join(place, 'packages/checks/src/clock');
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  const { stdout } = await run(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json', 'packages'], { cwd: place }).catch(
    (error: unknown) => error as { readonly stdout: string },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly filename: string }[];
  };
  for (const name of Object.keys(files)) rmSync(join(folder, name));
  return diagnostics
    .filter(({ code }) => code === 'house(pure-judging)')
    .map(({ filename, message }) => `${filename.split('/').at(-1)}: ${message.split(' in a file')[0]}`);
}

it('finds every way to a clock, to chance, to the network and to the process', async () => {
  const found = await said({
    'impure.ts': `export const impure = defineCheck({ judge: () => [
      Date.now(), new Date(), Date(), Math.random(), crypto.randomUUID(), performance.now(), process.env, fetch('/'), setTimeout(() => {}, 1), import('pg'),
    ] });`,
  });
  expect(found.toSorted()).toEqual(
    [
      '`Date.now`',
      '`new Date()`',
      '`Date()`',
      '`Math.random`',
      '`crypto.randomUUID`',
      '`performance.now`',
      '`process.env`',
      '`fetch()`',
      '`setTimeout()`',
      'A dynamic import',
    ]
      .map((what) => `impure.ts: ${what}`)
      .toSorted(),
  );
});

it('follows what a check imports, but not into its collectors', async () => {
  const found = await said({
    'check.ts': `import { age } from './age.ts';\nimport { look } from './look.ts';\nexport const check = defineCheck({ reads: { look }, judge: age });`,
    'age.ts': 'export const age = (): number => Date.now();',
    'look.ts': `import { now } from './now.ts';\nexport const look = defineCollector({ collect: now });`,
    'now.ts': 'export const now = (): number => Date.now();',
  });
  expect(found).toEqual(['age.ts: `Date.now`']);
});

it('lets a judge read times that stand in the evidence', async () => {
  expect(
    await said({ 'pure.ts': `export const pure = defineCheck({ judge: ({ at }) => new Date(at).toISOString() > Date.UTC(2020) });` }),
  ).toEqual([]);
});
