import { expect, it } from 'vitest';
import { environmentWith } from '../../test/github-server.ts';
import { startsDeploy } from './variables.ts';

const job = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
  GITHUB_RUN_ID: '30433642',
};

it('is a yes in a job of the Deploy action, before the deploy, that starts it at once', () => {
  expect(startsDeploy('pre-release', job, environmentWith({}))).toBe(true);
});

it.each([
  ['by hand', 'pre-release', {}, {}],
  ['in a job of another workflow', 'pre-release', { ...job, GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/ci.yml@main' }, {}],
  ['after the deploy', 'post-deploy', job, {}],
  ['where a later job waits for the window', 'pre-release', job, { waitsForWindow: true }],
  ['where no action is declared', 'pre-release', job, undefined],
])('is none %s', (_where, suite, variables, github) => {
  expect(startsDeploy(suite, variables, environmentWith(github))).toBe(false);
});
