import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment, secret } from '@keycloak-release-gate/core';
import { afterAll, expect, it } from 'vitest';
import { releaseOf, runId, writeRun } from '../../test/release-records.ts';
import type { Ran } from '../../test/release-records.ts';
import { findPromotedFrom } from './promoted-from.ts';

const scratch = mkdtempSync(join(tmpdir(), 'promoted-from-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const scenarios = join(scratch, 'scenarios');
for (const [kind, ids] of Object.entries({ environments: ['test', 'acc'], suites: ['post-deploy'] })) {
  mkdirSync(join(scenarios, kind), { recursive: true });
  for (const id of ids) writeFileSync(join(scenarios, kind, `${id}.ts`), '');
}
const environment = Environment.parse({
  id: 'acc',
  title: 'Acceptance',
  promotesFrom: 'test',
  keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['main'] },
  gate: { admin: { realm: 'main', clientId: 'gate', secret: secret.variable('SECRET') } },
});

/** The run that is found, by what is said of it: none of these runs looked at the configuration. */
async function foundIn(reports: string, records: readonly string[]): Promise<string> {
  const asked = { environment, release: releaseOf(), named: undefined, scenarios, reports, records, variables: {} };
  return findPromotedFrom(asked).then(
    (found) => found?.name ?? 'none',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
const folderWith = (...runs: readonly Omit<Ran, 'suite'>[]): string => {
  const folder = mkdtempSync(join(scratch, 'runs-'));
  for (const run of runs) writeRun(folder, { suite: 'post-deploy', ...run });
  return folder;
};

it('finds the newest whole run among the reports and the places that are named', async () => {
  const [reports, records] = [
    folderWith({ number: 1 }),
    folderWith({ number: 2 }, { number: 3, partial: '--only x' }, { number: 4, interrupted: 'SIGINT' }, { number: 5, environment: 'acc' }),
  ];
  expect(await foundIn(folderWith(), [])).toBe('none');
  expect(await foundIn(reports, [])).toContain(`The run ${runId(1)} did not look`);
  expect(await foundIn(folderWith(), [records])).toContain(`The run ${runId(2)} did not look`);
  expect(await foundIn(reports, [records])).toContain(`The run ${runId(2)} did not look`);
});
