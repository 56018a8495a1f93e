#!/usr/bin/env node
// As little as can be on the way to `--help`: the compile cache first, then the program.
// The whole module, since an older Node lacks the name and would end with 1 before it could say what is wrong.
import * as nodeModule from 'node:module';

const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  process.stderr.write(
    `verify needs Node 24 or newer; this is ${process.version}.\nRun it as: npx -y -p node@24 -p pnpm@12 pnpm verify …\n`,
  );
  process.exit(2);
}
nodeModule.enableCompileCache();
const { main } = await import('../src/cli/main.ts');
await main(process.argv.slice(2));
