import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScenarioFile } from './found.ts';

const shipped = fileURLToPath(new URL('../../../../scenarios/', import.meta.url));

/** The suites and the policy that come with the gate, for a folder of scenarios that has none. */
export function shippedFiles(): readonly ScenarioFile[] {
  const suites = readdirSync(join(shipped, 'suites')).map((name) => join(shipped, 'suites', name));
  return [...suites, join(shipped, 'policy.ts'), join(shipped, 'policy.txt'), join(shipped, 'organisation', 'applications.ts')].map(
    (file) => ({
      path: relative(shipped, file),
      text: readFileSync(file, 'utf8'),
    }),
  );
}
