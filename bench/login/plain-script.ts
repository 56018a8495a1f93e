import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchApplication } from './applications.ts';
import { clicks, launchOptions } from './clicks.ts';
import { root, timed } from './timed.ts';

/** A script with Playwright as a library, for one application. */
export interface PlainScript {
  /** Seconds that it took. Rejects when it failed. */
  run(): Promise<number>;
}

export function plainScriptOf({ url, username, password }: BenchApplication, folder: string): PlainScript {
  const script = join(folder, 'script.mjs');
  // The library alone: with the runner beside it, a script takes longer to start.
  const library = join(root, 'packages/checks/node_modules/playwright-core/index.mjs');
  writeFileSync(
    script,
    `import { chromium } from ${JSON.stringify(library)};
const [url, username, password] = ${JSON.stringify([url, username, password])};
const browser = await chromium.launch(${JSON.stringify(launchOptions)});
const page = await browser.newPage();
${clicks}
await browser.close();
`,
  );
  return { run: () => timed([script]) };
}
