import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { computePlan } from '@keycloak-release-gate/checks';
import type { RollbackFacts } from '@keycloak-release-gate/checks';
import { keycloakBuild, openStage, provideTools } from '@keycloak-release-gate/lab';
import type { Stage } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordedFacts } from './rollback-plan/recorded-facts.ts';
import { knownPairs } from './rollback-plan/pairs.ts';
import { homeWithProvider } from './rollback-plan/provider-home.ts';
import { begin, tryPair } from './rollback-plan/try-pair.ts';

const signal = AbortSignal.timeout(10_800_000);
let stage: Stage;
let work = '';
const facts: Record<string, RollbackFacts> = {};

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'rollback-plan-'));
  await chmod(work, 0o711);
  const tools = await provideTools(() => undefined, signal);
  await mkdir(join(work, 'homes'));
  await mkdir(join(work, 'homes-with-provider'));
  for (const version of new Set(knownPairs.flatMap(({ from, to }) => [from, to]))) {
    const { directory } = await keycloakBuild({ version, java: tools.java, maven: tools.maven, signal });
    await symlink(directory, join(work, 'homes', version));
    const provided = knownPairs.some((pair) => pair.provider === true && pair.to === version);
    if (provided) await homeWithProvider(directory, join(work, 'homes-with-provider', version), work, signal);
  }
  stage = await openStage(tools, signal);
}, 1_200_000);

afterAll(async () => {
  await stage.dispose();
  await rm(work, { recursive: true, force: true });
  // What the rules were given in these real runs is what known-pairs.test.ts gives them: RECORD=1 records it anew.
  if (process.env['RECORD']) await writeFile(recordedFacts, brotliCompressSync(JSON.stringify(facts)));
});

let begun = '';
test.each(knownPairs)('$name: plan $plan, because of "$decidedBy"', async (pair) => {
  const backups = join(work, `backups-${pair.from}`);
  if (begun !== pair.from) {
    await begin(stage, pair.from, backups, signal);
    begun = pair.from;
  }
  const homes = join(work, pair.provider === true ? 'homes-with-provider' : 'homes');
  const seen = await tryPair(stage, pair, { backups, homes }, signal);
  facts[pair.name] = seen;
  const { plan, decidedBy, rules } = computePlan(seen);
  expect({ plan, decidedBy: decidedBy.rule }, JSON.stringify(rules, null, 1)).toEqual({ plan: pair.plan, decidedBy: pair.decidedBy });
});
