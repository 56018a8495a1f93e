import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchApplication } from './applications.ts';
import { clicks, launchOptions } from './clicks.ts';
import { root, timed } from './timed.ts';

/** A project of Playwright Test with one specification an application: the clicks alone. */
export interface PlainProject {
  /** Seconds that `playwright test` took with this many workers. Rejects when a test failed. */
  run(workers: number): Promise<number>;
}

export function plainProjectOf(applications: readonly BenchApplication[], folder: string): PlainProject {
  const project = join(folder, 'plain');
  mkdirSync(project, { recursive: true });
  const config = join(project, 'playwright.config.ts');
  writeFileSync(
    config,
    `import { defineConfig } from '@playwright/test';
export default defineConfig({ testDir: '.', fullyParallel: true, reporter: 'line', retries: 0, use: { launchOptions: ${JSON.stringify(launchOptions)} } });
`,
  );
  writeFileSync(
    join(project, 'logins.spec.ts'),
    `import { test } from '@playwright/test';
const applications = ${JSON.stringify(applications)};
for (const { id, url, username, password } of applications)
  test(id, async ({ page }) => {
${clicks}
  });
`,
  );
  return {
    run: (workers) => timed([join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--config', config, '--workers', String(workers)]),
  };
}
