// Writes the documents that are made from the code. With --verify nothing is written: it exits 1 where one is not as the code says.
import { roleManifest, roleScript } from '@keycloak-release-gate/checks';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkReference } from './documents/checks.ts';
import { codeReference } from './documents/codes.ts';
import { adoptingWithRoles } from './documents/gate-roles.ts';
import { exitCodeTable, readmeWithExitCodes } from './documents/exit-codes.ts';
import { policyMatrix } from './documents/policy.ts';
import { riskRuleReference } from './documents/risk-rules.ts';
import { backupsSchema } from './documents/backups-schema.ts';
import { confirmationsSchema } from './documents/confirmations-schema.ts';
import { runSchema } from './documents/run-schema.ts';
import { root } from './purity/judging-modules.ts';

const documents: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/checks.md': checkReference,
  'docs/codes.md': codeReference,
  'docs/exit-codes.md': exitCodeTable,
  'docs/risk-rules.md': riskRuleReference,
  'docs/policy.md': policyMatrix,
  'docs/adopting.md': adoptingWithRoles,
  'README.md': readmeWithExitCodes,
  'docs/run.schema.json': runSchema,
  'docs/backups.schema.json': backupsSchema,
  'docs/confirmations.schema.json': confirmationsSchema,
  'packages/checks/kubernetes-role.yaml': roleManifest,
  'packages/checks/database-role.sql': roleScript,
};

const verify = process.argv.includes('--verify');
const stale: string[] = [];
for (const [name, content] of Object.entries(documents)) {
  const path = join(root, name);
  const wanted = await content();
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) continue;
  if (verify) stale.push(name);
  else {
    writeFileSync(path, wanted);
    console.log(`written: ${name}`);
  }
}
if (stale.length > 0) {
  console.error(`Not as the code says: ${stale.join(', ')}. \`pnpm run docs\` writes them again.`);
  process.exit(1);
}
