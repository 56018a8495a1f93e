// Import boundaries. A checker that cannot parse a file finds nothing wrong with it, so before it is believed it must find one
// planted violation of every rule; then it checks what is there.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseOptions, ICruiseResult, IFlattenedRuleSet } from 'dependency-cruiser';
import { judgingModules, root } from './purity/judging-modules.ts';

type Configuration = IFlattenedRuleSet & { readonly options: ICruiseOptions };

const configuration = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Configuration;
const { options, ...ruleSet } = configuration;

/** One violation of each rule. They stand in a folder of their own, with the paths that the rules speak of. */
const planted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': {
    'packages/core/src/chicken.ts': "import { egg } from './egg.ts';\nexport const chicken = () => egg();",
    'packages/core/src/egg.ts': "import { chicken } from './chicken.ts';\nexport const egg = () => chicken();",
  },
  'imports-lead-somewhere': { 'packages/core/src/lost.ts': "export { nowhere } from './nowhere.ts';" },
  'core-stands-alone': { 'packages/core/src/reading.ts': "export { readFileSync } from 'node:fs';" },
  'checks-to-core-only': {
    'packages/checks/src/curious.ts': "import type { run } from '../../runner/src/index.ts';\nexport type Run = typeof run;",
  },
  'lab-to-core-only': { 'packages/lab/src/curious.ts': "export { checks } from '../../checks/src/index.ts';" },
  'runner-to-lab-in-its-lab-command-only': {
    'packages/runner/src/verify/impatient.ts': "export const lab = () => import('../../../lab/src/index.ts');",
  },
  'lab-is-loaded-lazily': { 'packages/runner/src/lab/eager.ts': "export { up } from '../../../lab/src/index.ts';" },
  'scratch-to-core-and-checks-only': { 'packages/scratch/src/curious.ts': "export { up } from '../../lab/src/index.ts';" },
  'scratch-is-loaded-lazily': { 'packages/runner/src/backup/eager.ts': "export { openPlace } from '../../../scratch/src/index.ts';" },
  'help-is-light': { 'packages/runner/src/cli/main.ts': "export { checks } from '../../../checks/src/index.ts';" },
  'packages-by-their-entry-point': { 'packages/runner/src/deep.ts': "export { chicken } from '../../core/src/chicken.ts';" },
  'scenarios-by-entry-points': { 'scenarios/suites/deep.ts': "export { chicken } from '../../packages/core/src/chicken.ts';" },
  'nothing-imports-scenarios': { 'packages/runner/src/particular.ts': "export { policy } from '../../../scenarios/policy.ts';" },
  'judging-is-pure': { [judgingModules()[0] ?? 'no module judges']: "import type { Client } from 'pg';\nexport type Evidence = Client;" },
  'heavy-libraries-load-late': { 'packages/checks/src/early.ts': "export { Client } from 'pg';" },
  'no-development-dependency-at-run-time': { 'packages/lab/src/testing.ts': "export { fc } from 'only-for-tests';" },
};

/** What the plants import. */
const surroundings: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ type: 'module', dependencies: { pg: '*' }, devDependencies: { 'only-for-tests': '*' } }),
  'tsconfig.json': '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }',
  'node_modules/pg/package.json': '{ "name": "pg", "type": "module", "exports": "./index.js" }',
  'node_modules/pg/index.js': 'export class Client {}',
  'node_modules/only-for-tests/package.json': '{ "name": "only-for-tests", "type": "module", "exports": "./index.js" }',
  'node_modules/only-for-tests/index.js': 'export const fc = {};',
  'packages/checks/src/index.ts': 'export const checks = [];',
  'packages/lab/src/index.ts': 'export const up = () => undefined;',
  'packages/scratch/src/index.ts': 'export const openPlace = () => undefined;',
  'packages/runner/src/index.ts': 'export const run = () => undefined;',
  'scenarios/policy.ts': 'export const policy = {};',
};

/** The violations in a folder, one line each, with the names of the rules. */
async function violations(
  folder: string,
): Promise<{ readonly rules: ReadonlySet<string>; readonly lines: readonly string[]; readonly modules: number }> {
  process.chdir(folder);
  const { output } = await cruise(['packages', 'scenarios'], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet,
    tsConfig: { fileName: join(folder, 'tsconfig.json') },
  });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`);
  const { summary, modules }: ICruiseResult = output;
  return {
    rules: new Set(summary.violations.map(({ rule }) => rule.name)),
    lines: summary.violations.map(
      ({ rule, from, to, cycle }) => `${rule.name}: ${from} → ${cycle ? cycle.map(({ name }) => name).join(' → ') : to}`,
    ),
    modules: modules.length,
  };
}

/** The rules whose planted violation was not found; in good order none. */
async function blindRules(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'boundaries-'));
  try {
    for (const files of [surroundings, ...Object.values(planted)]) {
      for (const [file, source] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), source);
      }
    }
    const { rules } = await violations(folder);
    return (ruleSet.forbidden ?? []).map(({ name }) => name ?? '').filter((name) => !rules.has(name));
  } finally {
    process.chdir(root);
    rmSync(folder, { recursive: true, force: true });
  }
}

const blind = await blindRules();
if (blind.length > 0) {
  console.error(`The import boundaries cannot be trusted: a planted violation of ${blind.join(', ')} was not found.`);
  process.exit(1);
}
const found = await violations(root);
for (const line of found.lines) console.error(line);
if (found.lines.length > 0) {
  console.error(`${found.lines.length} imports cross a boundary (.dependency-cruiser.cjs says why each is there).`);
  process.exit(1);
}
console.log(`${found.modules} modules keep the ${ruleSet.forbidden?.length} import boundaries; each rule found its planted violation.`);
