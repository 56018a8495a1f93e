import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchApplication } from './applications.ts';
import { root, timed } from './timed.ts';

const folderOfPlain = join(import.meta.dirname, 'plain');

/** The same clicks without a proof. Each rejects when one of them failed. */
export interface Plain {
  /** Seconds that `playwright test` took for all applications with this many workers. */
  test(workers: number): Promise<number>;
  /** Seconds that a script took for the first application. */
  script(): Promise<number>;
}

/** `folder` gets a file with the applications, passwords in it. */
export function plainOf(applications: readonly BenchApplication[], folder: string): Plain {
  const file = join(folder, 'applications.json');
  writeFileSync(file, JSON.stringify(applications));
  const env = { BENCH_APPLICATIONS: file };
  const command = join(root, 'node_modules/@playwright/test/cli.js');
  const config = join(folderOfPlain, 'playwright.config.ts');
  return {
    test: (workers) => timed([command, 'test', '--config', config, '--output', join(folder, 'plain'), '--workers', String(workers)], env),
    script: () => timed([join(folderOfPlain, 'script.ts')], env),
  };
}
