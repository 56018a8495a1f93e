import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { releasePlanned } from '@keycloak-release-gate/checks';
import { expect, it } from 'vitest';
import { prepare } from '../src/verify/prepare.ts';
import { environment, place } from './run-program.ts';

const scenarios = join(place, 'starts-deploy');
const files = {
  'environments/one': environment("production: true, deploy: { github: { repository: 'octo-org/octo-repo', workflow: 'deploy.yml' } }"),
  'releases/r': `
import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'D', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'A', reason: 'None' }, impact: 'I', author: 'Ann Author',
  window: { from: '2126-11-30T18:00:00+01:00', to: '2126-11-30T20:00:00+01:00' } });`,
  'suites/pre-release': `
import { releasePlanned } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'pre-release', title: 'Before', steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [releasePlanned({ day: 'Saturday' })])] });`,
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(join(scenarios, name, '..'), { recursive: true });
  writeFileSync(join(scenarios, `${name}.ts`), text);
}

/** The codes of what pre-release says long before the window of the release. */
async function saidBefore(variables: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const options = { env: 'one', suite: 'pre-release', release: 'r', only: [], skip: [], scenarios, reports: join(place, 'reports') };
  const { plan } = await prepare(options, { TEST_GATE_SECRET: 'long-enough-secret', ...variables }, () => Promise.resolve({}));
  const { check } = releasePlanned;
  const { findings } = check.judge({}, check.expects.parse(plan.checks[0]?.expected), { now: new Date().toISOString() });
  return findings.map(({ code }) => code);
}

it('pre-release says no before the window in a job of the Deploy action, and nothing of it by hand', async () => {
  expect(await saidBefore({})).toEqual([]);
  expect(
    await saidBefore({
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'octo-org/octo-repo',
      GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
      GITHUB_RUN_ID: '30433642',
    }),
  ).toEqual(['release/WINDOW_NOT_YET']);
});
