import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The folder that holds this repository. */
export const root = resolve(import.meta.dirname, '../..');

const checks = join(root, 'packages/checks/src');
// As the house writes them: one statement, ending in a relative path with its ending. Types are gone when the program runs.
const runtimeImport = /^(?:import|export)\s+(?!type\b)[^'"]*?from\s+'(\.[^']+\.ts)'|^import\s+'(\.[^']+\.ts)'/gm;

/**
 * The files whose code runs while judging: every file that calls `defineCheck`, and what it imports, except collectors (a check
 * names the collectors that it reads, and judging never calls them). Paths from the root of the repository, sorted.
 */
export function judgingModules(): readonly string[] {
  const files = readdirSync(checks, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(checks, file));
  const found = new Set<string>();
  const visit = (file: string): void => {
    // An import that leads nowhere is told by the compiler.
    if (found.has(file) || !existsSync(file)) return;
    const source = readFileSync(file, 'utf8');
    if (source.includes('defineCollector(')) return;
    found.add(file);
    for (const [, from, bare] of source.matchAll(runtimeImport)) visit(join(dirname(file), from ?? bare ?? ''));
  };
  for (const file of files) if (readFileSync(file, 'utf8').includes('defineCheck(')) visit(file);
  return Array.from(found, (file) => relative(root, file)).toSorted((a, b) => (a < b ? -1 : 1));
}
