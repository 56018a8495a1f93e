import { describe, expect, it } from 'vitest';
import { documented, gitHub, runsPath, told } from './github-server.ts';
import { environment, verify } from './run-program.ts';

describe('from the command line', { timeout: 60_000 }, () => {
  const suite = `
import { podsRestartedSinceDeploy } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'health', title: 'Health', needsRelease: false, steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [podsRestartedSinceDeploy()])] });`;
  const declared = (apiUrl: string): string =>
    environment(
      `deploy: { github: { repository: 'octo-org/octo-repo', workflow: 'deploy.yml', apiUrl: '${apiUrl}' } }, settle: { every: 50, good: 1, within: 100 }`,
    );
  const words = async (...call: Parameters<typeof verify>) => {
    const { exitCode, out } = await verify(...call);
    return { exitCode, out: out.replaceAll(/\s+/g, ' ') };
  };

  it('stands at the head of the report, where the action can be asked', async () => {
    const { apiUrl } = await gitHub({ [runsPath]: { workflow_runs: [documented] } });
    // There is no cluster in this environment: nothing is seen of the pods, and that is inconclusive.
    const { exitCode, out } = await words(['--env', 'one'], { suite, environment: declared(apiUrl) });
    expect({ exitCode, out }).toMatchObject({ exitCode: 3 });
    expect(out).toContain(
      `deployed 2020-01-22T19:33:08.000Z (the Deploy action's run 562 (GitHub's API)) · commit acb5820ced94 · set off by octocat · ${told.url}`,
    );
    expect((await words(['doctor', '--env', 'one'], { suite, environment: declared(apiUrl) })).out).toContain(
      `✓ the newest run of the Deploy action the Deploy action's run 562 (GitHub's API), begun 2020-01-22T19:33:08.000Z, on ${told.commit}`,
    );
  });

  it('is what the doctor says is missing, where it cannot', async () => {
    const { exitCode, out } = await words(['doctor', '--env', 'one'], { suite, environment: declared('http://127.0.0.1:1') });
    expect({ exitCode, out }).toMatchObject({ exitCode: 3 });
    expect(out).toContain(
      '✗ the newest run of the Deploy action GET http://127.0.0.1:1/repos/octo-org/octo-repo/actions/workflows/deploy.yml/runs',
    );
    expect(out).toContain('code kubernetes/DEPLOY_RUN_UNREADABLE');
  });
});
