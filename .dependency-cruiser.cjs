// Which part may import which. `pnpm boundaries` first proves, on planted violations, that these rules find what they forbid
// (scripts/boundaries.ts); then it applies them to the whole.
const { judgingModules } = require('./scripts/purity/judging-modules.ts');

const tests = String.raw`\.test\.ts$|/test/`;
// `node:net` is I/O too, but for its `isIP`, which core reads addresses with.
const connects = String.raw`^(node:)?net$`;
const io = String.raw`^(node:)?(fs|fs/promises|tls|http|https|http2|dgram|dns|child_process|worker_threads|os|process|timers|timers/promises)$`;
const vendor = String.raw`node_modules/(pg|@kubernetes/client-node|playwright-core|openid-client|@keycloak/keycloak-admin-client)/`;
/** @type {(paths: readonly string[]) => string} */
const anyOf = (paths) => `^(${paths.map((path) => path.replaceAll('.', String.raw`\.`)).join('|')})$`;
const statically = { dependencyTypesNot: ['dynamic-import', 'type-only'] };

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'A cycle at run time makes what is loaded first a matter of luck. Types may refer to each other.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
  },
  {
    name: 'imports-lead-somewhere',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'core-stands-alone',
    comment: 'The vocabulary and the pure rules know no other part, and do no I/O.',
    from: { path: '^packages/core/src/', pathNot: tests },
    to: { path: [String.raw`^packages/(?!core/)`, '^scenarios/', io, vendor] },
  },
  {
    name: 'checks-to-core-only',
    comment: 'No check knows of the runner or of the lab.',
    from: { path: '^packages/checks/src/', pathNot: tests },
    to: { path: [String.raw`^packages/(?!core/|checks/)`, '^scenarios/'] },
  },
  {
    name: 'lab-to-core-only',
    comment: 'The lab is an environment like any other: it knows nothing of what will be checked in it.',
    from: { path: '^packages/lab/src/', pathNot: tests },
    to: { path: [String.raw`^packages/(?!core/|lab/)`, '^scenarios/'] },
  },
  {
    name: 'runner-to-lab-in-its-lab-command-only',
    from: {
      path: '^packages/runner/(src|bin)/',
      pathNot: [tests, String.raw`^packages/runner/src/lab/`, String.raw`^packages/runner/src/cli/commands/lab\.ts$`],
    },
    to: { path: '^packages/lab/' },
  },
  {
    name: 'lab-is-loaded-lazily',
    comment: 'Whoever verifies a real environment never loads the lab.',
    from: { path: '^packages/runner/(src|bin)/', pathNot: tests },
    to: { path: '^packages/lab/', ...statically },
  },
  {
    name: 'scratch-to-core-and-checks-only',
    comment: 'Scratch servers serve the commands of the runner; what is judged of them is judged in checks.',
    from: { path: '^packages/scratch/src/', pathNot: tests },
    to: { path: [String.raw`^packages/(?!core/|checks/|scratch/)`, '^scenarios/'] },
  },
  {
    name: 'scratch-is-loaded-lazily',
    comment: 'Only a command that restores a backup loads it.',
    from: { path: '^packages/runner/(src|bin)/', pathNot: tests },
    to: { path: '^packages/scratch/', ...statically },
  },
  {
    name: 'help-is-light',
    comment: '`verify --help` loads the command line and nothing behind it.',
    from: { path: String.raw`^packages/runner/(bin/|src/cli/(main|flags|routes|routes/[^/]+)\.ts$)` },
    to: {
      pathNot: String.raw`^packages/runner/src/cli/(main|flags|routes|routes/[^/]+)\.ts$|node_modules/@stricli/core/|^node:|^module$`,
      ...statically,
    },
  },
  {
    name: 'packages-by-their-entry-point',
    comment:
      'Another package is imported by its name, and gives what its index exports; the backups, the logins, what is looked at first, the ways and what judges the records of a release can be had alone, and the browser of these, by who waits for one; so can running a program, and what a wall clock shows.',
    from: { path: '^packages/([^/]+)/' },
    to: {
      path: '^packages/',
      pathNot: [
        String.raw`^packages/$1/`,
        String.raw`^packages/[^/]+/src/index\.ts$`,
        // What tests are made of, other tests may use.
        String.raw`^packages/[^/]+/test/`,
        String.raw`^packages/checks/src/((backup|discovery|ways)/index|ask-program|wall-time|login/(index|browser)|release/records)\.ts$`,
      ],
    },
  },
  {
    name: 'scenarios-by-entry-points',
    comment: 'A user edits scenarios: they stand on what the packages promise.',
    from: { path: '^scenarios/' },
    to: { path: '^packages/', pathNot: String.raw`^packages/(core|checks)/src/index\.ts$` },
  },
  {
    name: 'nothing-imports-scenarios',
    comment: 'They are loaded by name at run time.',
    from: { path: '^packages/', pathNot: tests },
    to: { path: '^scenarios/' },
  },
  {
    name: 'judging-is-pure',
    comment: 'Files whose code runs while judging import no I/O and no vendor library, not even for a type: evidence is ours.',
    from: { path: anyOf(judgingModules()) },
    to: { path: [io, connects, vendor] },
  },
  {
    name: 'heavy-libraries-load-late',
    comment: 'They cost up to a second each: they are imported inside the function that does the I/O.',
    from: { path: '^packages/(checks|runner|scratch)/', pathNot: tests },
    to: { path: vendor, ...statically },
  },
  {
    name: 'no-development-dependency-at-run-time',
    from: { path: '^packages/[^/]+/(src|bin)/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
].map((rule) => ({ severity: 'error', ...rule }));

module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(^|/)(fixtures|schemas|\.scratch-[^/]+)/` },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
