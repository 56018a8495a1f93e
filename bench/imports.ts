// All that a post-deploy run of the lab imports, and nothing else.
import '../packages/runner/src/cli/commands/run.ts';
import '../packages/runner/src/cli/show-run.ts';
import '../packages/runner/src/verify/run.ts';
import '@keycloak-release-gate/checks';
import '@keycloak-release-gate/lab';

const { register } = await import('../packages/runner/node_modules/tsx/dist/esm/api/index.mjs');
register();
// The suites import the checks, which import their heavy libraries when they look: these are those libraries.
await import('../packages/runner/src/scenarios/load.ts');
const fromChecks = (name: string): string => new URL(`../packages/checks/node_modules/${name}`, import.meta.url).href;
await Promise.all(['pg/esm/index.mjs', 'playwright-core/index.mjs', 'openid-client/build/index.js'].map((name) => import(fromChecks(name))));
