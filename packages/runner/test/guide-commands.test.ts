import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place, program } from './run-program.ts';

// What the guides tell users to type is a command of the program, with flags that it has. It runs in an empty folder, so that it gets no further.

const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

/** The lines of `verify` in the blocks of a guide, as a shell would split them; without what is typed to see the lab, which would bring it up. */
const commands = ['README.md', 'docs/adopting.md']
  .flatMap((name) => [...read(name).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text.replaceAll(/\\\n\s*/g, ' ')))
  .flatMap((block) => [...block.matchAll(/pnpm verify (.+)$/gm)].map(([, rest = '']) => words(rest)))
  .filter((args, index, all) => !args.includes('lab') && all.findIndex((other) => other.join(' ') === args.join(' ')) === index);

/** Words of a simple command line, up to a comment or a pipe. */
function words(line: string): string[] {
  const found = [...line.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
  const end = found.findIndex((word) => word.startsWith('#') || word === '|' || word === '>');
  return end < 0 ? found : found.slice(0, end);
}

async function ran(args: readonly string[]): Promise<{ readonly exitCode: number | null; readonly err: string }> {
  const folder = join(place, 'empty');
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' },
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, err };
}

test('the guides have commands', () => {
  expect(commands.length).toBeGreaterThan(20);
});

test.each(commands.map((args) => [args.join(' '), args] as const))('verify %s', async (_, args) => {
  const { exitCode, err } = await ran(args);
  // The scanner of flags says these; what a command itself objects to has a code.
  expect(err).not.toMatch(
    /^There is no command|^No (flag|alias|command)|^Too many arguments|^Expected (input|value|at least)|^Failed to parse/m,
  );
  if (exitCode === 2) expect(err).toMatch(/^ {4}code {3}[A-Z_]+$/m);
  expect(exitCode).not.toBe(4);
});
