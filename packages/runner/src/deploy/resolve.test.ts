import { describe, expect, it } from 'vitest';
import { deployProblems, namedRunProblems } from './resolve.ts';
import { asked, documented, environmentWith, gitHub, run, runsPath, told, token } from '../../test/github-server.ts';

describe('the start of the deploy', () => {
  it('is not known where nobody told it: the newest revision then tells', async () => {
    expect(await asked({})).toBeUndefined();
  });

  it('is that of --since, whatever else is there', async () => {
    const variables = { DEPLOY_STARTED_AT: '2026-11-23T19:00:00+01:00', DEPLOY_COMMIT: 'acb5820', DEPLOY_ACTOR: 'robin' };
    expect(await asked({ options: { since: '2026-11-23T20:00:00+01:00' }, variables }, {})).toEqual({
      at: '2026-11-23T19:00:00.000Z',
      source: 'as given by --since',
      commit: 'acb5820',
      actor: 'robin',
    });
  });

  it('is told by variables that any CI can set', async () => {
    const variables = {
      DEPLOY_STARTED_AT: '2026-11-23T19:00:00+01:00',
      DEPLOY_COMMIT: 'acb5820',
      DEPLOY_ACTOR: 'robin',
      DEPLOY_RUN_URL: 'https://ci.example/7',
    };
    const deploy = {
      at: '2026-11-23T18:00:00.000Z',
      source: 'the variable DEPLOY_STARTED_AT',
      commit: 'acb5820',
      actor: 'robin',
      url: 'https://ci.example/7',
    };
    expect(await asked({ variables }, { apiUrl: 'http://127.0.0.1:1' })).toEqual(deploy);
    expect(await asked({ variables: { DEPLOY_COMMIT: 'acb5820' } })).toEqual({
      source: "the newest revision's creation",
      commit: 'acb5820',
    });
    // On a day without a deploy they tell nothing.
    expect(await asked({ variables, judged: false }, {})).toBeUndefined();
  });

  it('is that of the run that --deploy-run names, of its last attempt, and of that attempt alone', async () => {
    const { apiUrl, requests } = await gitHub({
      '/repos/octo-org/octo-repo/actions/runs/30433642': run({
        run_attempt: 2,
        run_started_at: '2020-01-23T10:00:00Z',
        triggering_actor: { login: 'robin' },
      }),
      '/repos/octo-org/octo-repo/actions/runs/30433642/attempts/1': documented,
    });
    const second = {
      ...told,
      at: '2020-01-23T10:00:00.000Z',
      source: "the Deploy action's run 562, attempt 2 (GitHub's API)",
      actor: 'robin',
      url: `${told.url}/attempts/2`,
    };
    expect(await asked({ options: { deployRun: '30433642' }, judged: false }, { apiUrl, token })).toEqual(second);
    expect(await asked({ options: { deployRun: told.url } }, { apiUrl, token })).toEqual(second);
    expect(await asked({ options: { deployRun: `${told.url}/attempts/1` } }, { apiUrl })).toEqual({
      ...told,
      at: '2020-01-22T19:33:08.000Z',
      source: "the Deploy action's run 562 (GitHub's API)",
    });
    expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer ghp_very-secret', 'Bearer ghp_very-secret', undefined]);
  });

  it('is that of the newest run of the action that did anything, a re-run by its own start', async () => {
    const documents = {
      [`${runsPath}&branch=main`]: {
        total_count: 4,
        workflow_runs: [
          run({ id: 4, run_number: 4, status: 'waiting', conclusion: null, run_started_at: '2020-01-26T00:00:00Z' }),
          run({ id: 3, run_number: 3, conclusion: 'skipped', run_started_at: '2020-01-25T00:00:00Z' }),
          run({ id: 2, run_number: 2, run_started_at: '2020-01-23T00:00:00Z' }),
          run({ id: 1, run_number: 1, run_attempt: 2, status: 'in_progress', conclusion: null, run_started_at: '2020-01-24T00:00:00Z' }),
        ],
      },
    };
    const { apiUrl } = await gitHub(documents);
    expect(await asked({}, { apiUrl, branch: 'main' })).toEqual({
      ...told,
      at: '2020-01-24T00:00:00.000Z',
      source: "the Deploy action's run 1, attempt 2 (GitHub's API), still running",
      url: `${told.url}/attempts/2`,
    });
    // On a day without a deploy nobody asks.
    expect(await asked({ judged: false }, { apiUrl: 'http://127.0.0.1:1' })).toBeUndefined();
  });

  it('is that of the newest run whose title names the environment, where one workflow deploys to several', async () => {
    const { apiUrl } = await gitHub({
      [runsPath]: {
        workflow_runs: [
          run({ run_number: 9, display_title: 'Deploy to test', run_started_at: '2020-01-25T00:00:00Z' }),
          run({ run_number: 8, display_title: 'Deploy to acc' }),
        ],
      },
    });
    expect(await asked({}, { apiUrl, title: 'to acc' })).toMatchObject({ source: "the Deploy action's run 8 (GitHub's API)" });
    expect((await asked({}, { apiUrl, title: 'to prod' }))?.unread?.reason).toBe(
      'The workflow deploy.yml of octo-org/octo-repo has no run titled "to prod" among its last 30 that deployed anything.',
    );
  });

  it('is that of a run that failed, and says so', async () => {
    const { apiUrl } = await gitHub({
      [runsPath]: { total_count: 2, workflow_runs: [run({ conclusion: 'failure' }), run({ run_started_at: '2020-01-01T00:00:00Z' })] },
    });
    expect(await asked({}, { apiUrl })).toMatchObject({ at: '2020-01-22T19:33:08.000Z', failed: 'failure' });
  });
});

describe('a job of the Deploy action itself', () => {
  const job = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
    GITHUB_SHA: told.commit,
    GITHUB_ACTOR: 'octocat',
    GITHUB_RUN_ID: '30433642',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SERVER_URL: 'https://github.com',
  };

  it("knows its run, and asks GitHub's API when that began", async () => {
    const { apiUrl } = await gitHub({
      '/repos/octo-org/octo-repo/actions/runs/30433642/attempts/1': run({ status: 'in_progress', conclusion: null }),
    });
    expect(await asked({ variables: job }, { apiUrl })).toEqual({
      ...told,
      at: '2020-01-22T19:33:08.000Z',
      source: "the Deploy action's run 562 (GitHub's API), still running",
    });
  });

  it('still tells what it is where the API cannot be read, and that this could not be read', async () => {
    const { apiUrl } = await gitHub({});
    const deploy = await asked({ variables: job }, { apiUrl });
    expect(deploy).toMatchObject({ ...told, unread: { code: 'kubernetes/DEPLOY_RUN_UNREADABLE' } });
    expect(deploy?.at).toBeUndefined();
  });

  it('need not ask where the start is given', async () => {
    const variables = { ...job, DEPLOY_STARTED_AT: '2020-01-22T19:30:00Z' };
    expect(await asked({ variables }, { apiUrl: 'http://127.0.0.1:1' })).toEqual({
      ...told,
      at: '2020-01-22T19:30:00.000Z',
      source: 'the variable DEPLOY_STARTED_AT',
    });
  });

  it('is none of another workflow or repository', async () => {
    const { apiUrl } = await gitHub({ [runsPath]: { workflow_runs: [run({ run_number: 9 })] } });
    for (const ref of ['octo-org/octo-repo/.github/workflows/verify.yml@refs/heads/main', 'other/repo/.github/workflows/deploy.yml@main'])
      expect(await asked({ variables: { ...job, GITHUB_WORKFLOW_REF: ref } }, { apiUrl })).toMatchObject({
        source: "the Deploy action's run 9 (GitHub's API)",
      });
  });
});

describe('what is wrong with what the user gave', () => {
  it('is told before anything is asked', () => {
    const variables = { DEPLOY_STARTED_AT: 'yesterday', DEPLOY_COMMIT: 'main', DEPLOY_RUN_URL: '30433642' };
    expect(deployProblems({ since: '2026-11-23' }, variables).map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'DEPLOY_STARTED_AT: "yesterday" is no ISO 8601 time with an offset.',
      'DEPLOY_COMMIT: "main" is no commit: 7 to 64 hexadecimal digits.',
      'DEPLOY_RUN_URL: "30433642" is no address.',
      '--since: "2026-11-23" is no ISO 8601 time with an offset.',
    ]);
    expect(deployProblems({ since: '2999-01-01T00:00:00Z' }, {}).map(({ message }) => message)).toEqual([
      '"2999-01-01T00:00:00Z" lies in the future: no deploy can have begun then.',
    ]);
  });

  it('is a run that is none, is of another repository, or of no declared action', () => {
    const codes = (deployRun: string, github?: object): string[] =>
      namedRunProblems({ deployRun }, environmentWith(github)).map(({ code, message }) => `${code}: ${message}`);
    expect(codes('latest', {})).toEqual(['BAD_DEPLOY_RUN: "latest" is no run of an action.']);
    expect(codes('https://github.com/other/repo/actions/runs/7', {})).toEqual([
      'BAD_DEPLOY_RUN: The run is of other/repo, and "acc" is deployed by octo-org/octo-repo.',
    ]);
    expect(codes('7')).toEqual([
      'NO_DEPLOY_ACTION: --deploy-run names a run, and the environment "acc" does not say which action deploys it.',
    ]);
    expect(codes(told.url, {})).toEqual([]);
  });
});
