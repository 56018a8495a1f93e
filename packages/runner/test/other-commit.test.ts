import { describe, expect, it } from 'vitest';
import { environment, refusal, suite, verify } from './run-program.ts';

const commit = 'acb5820ced9479c074f688cc328bf03f341a511d';
const release = (of: string): string => `
import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'D', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'A', reason: 'None' }, impact: 'I', author: 'Ann Author', commit: '${of}' });`;
const declared = environment(
  "deploy: { github: { repository: 'octo-org/octo-repo', workflow: 'deploy.yml', apiUrl: 'http://127.0.0.1:1' } }",
);
const job = {
  TEST_GATE_SECRET: 'long-enough-secret',
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
  GITHUB_SHA: commit,
  GITHUB_RUN_ID: '30433642',
};
const of = (named: string) => ({
  environment: declared,
  releases: { r: release(named) },
  files: {
    'scenarios/suites/pre-release.ts': suite('[alwaysGood()]', 'pre-release'),
    'scenarios/suites/post-deploy.ts': suite('[alwaysGood()]', 'post-deploy'),
  },
});
const before = ['--env', 'one', '--suite', 'pre-release', '--release', 'r'];

describe('a job of the Deploy action that asks before it deploys', { timeout: 120_000 }, () => {
  it('is refused where its run is of another commit than the release', async () => {
    const said = (await refusal(before, of('009b8a3'), job)).replaceAll(/\s+/g, ' ');
    expect(said).toContain(`This run of the Deploy action deploys the commit ${commit}, and the release "r" is 009b8a3.`);
    expect(said).toContain('code OTHER_COMMIT_THAN_RELEASED');
    expect(said).toContain('scenarios/releases/r.ts');
  });

  it('goes on where it is of that commit, in part or in full, in a job of another workflow, and after the deploy', async () => {
    const runs = await Promise.all([
      verify(before, of('ACB5820'), job),
      verify(before, of(commit), job),
      verify(before, of('009b8a3'), { ...job, GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/nightly.yml@refs/heads/main' }),
      verify(['--env', 'one', '--suite', 'post-deploy', '--release', 'r'], of('009b8a3'), job),
    ]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  });
});
