// All that a post-deploy run of the lab imports, and nothing else: the program, the checks, the lab, and the heavy libraries
// that collectors load when they look.
import '../packages/checks/src/index.ts';
import '../packages/lab/src/index.ts';
import '../packages/runner/src/cli/commands/run.ts';
import '../packages/runner/src/cli/show-run.ts';
import '../packages/runner/src/verify/run.ts';

const library = (owner: string, path: string): Promise<unknown> =>
  import(new URL(`../packages/${owner}/node_modules/${path}`, import.meta.url).href);
await Promise.all([
  library('checks', 'pg/esm/index.mjs'),
  library('checks', 'playwright-core/index.mjs'),
  library('checks', 'openid-client/build/index.js'),
]);
