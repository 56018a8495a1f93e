import { readFileSync } from 'node:fs';
import { canonicalJson, Release } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { environmentWith, gitHub, run, token, told } from '../../test/github-server.ts';
import { readApprovals } from './approvals.ts';
import type { ApprovalsQuestion } from './approvals.ts';

// The example of GitHub's REST reference (docs.github.com/rest/actions/workflow-runs, "Get the review history for a workflow run").
const [documented = {}] = JSON.parse(
  readFileSync(new URL('../../test/fixtures/github-run-approvals.json', import.meta.url), 'utf8'),
) as readonly object[];
const review = (changes: object = {}): object => ({ ...documented, user: { login: 'jason' }, ...changes });

const release = (changes: object = {}): Release =>
  Release.parse({
    id: '2026-11',
    title: 'R',
    description: 'D',
    environments: ['acc'],
    keycloak: { from: '26.4.0', to: '26.7.4' },
    rollback: { plan: 'A', reason: 'R' },
    impact: 'I',
    commit: told.commit.slice(0, 8),
    author: 'Ann Author',
    authorLogin: 'ann-a',
    ...changes,
  });

const path = '/repos/octo-org/octo-repo/actions/runs/30433642';
const ofJob = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
  GITHUB_RUN_ID: '30433642',
};

async function asked(
  reviews: readonly object[] | undefined,
  {
    of = run({}),
    approvals = { environment: 'staging', board: ['jason', 'octocat'] },
    ...question
  }: Partial<ApprovalsQuestion> & { of?: object; approvals?: object } = {},
) {
  const { apiUrl, requests } = await gitHub({ [path]: of, ...(reviews ? { [`${path}/approvals`]: reviews } : {}) });
  const read = await readApprovals({
    options: { deployRun: '30433642' },
    variables: {},
    environment: environmentWith({ apiUrl, token, ...(Object.keys(approvals).length === 0 ? {} : { approvals }) }),
    secrets: new Map([[canonicalJson(token), { value: 'ghp_very-secret' }]]),
    signal: AbortSignal.timeout(30_000),
    release: release(),
    ...question,
  });
  expect(JSON.stringify(read ?? null)).not.toContain('very-secret');
  return { read, requests };
}
const peopleOf = async (...call: Parameters<typeof asked>): Promise<readonly string[] | string> => {
  const { read } = await asked(...call);
  if (!read) return 'not declared';
  return read.unread ?? (read.confirmations ?? []).map(({ person }) => person);
};

describe('an approval of the Deploy action', () => {
  it("is the board's, for this release and environment, as long as a run may last", async () => {
    const { read, requests } = await asked([review()]);
    expect(read).toEqual({
      confirmations: [
        {
          type: 'board approval',
          release: '2026-11',
          environment: 'acc',
          person: 'jason',
          role: 'reviewer of the GitHub environment staging',
          statement: 'Ship it!',
          confirmedAt: '2020-01-22T19:33:08.000Z',
          atTheEarliest: true,
          validFrom: '2020-01-22T19:33:08.000Z',
          expiresAt: '2020-02-26T19:33:08.000Z',
          evidenceUrl: told.url,
        },
      ],
    });
    expect(requests).toEqual([path, `${path}/approvals`].map((url) => ({ url, authorization: 'Bearer ghp_very-secret' })));
  });

  it('is of the run that this very job belongs to, which needs no commit in the release', async () => {
    expect(await peopleOf([review()], { options: {}, variables: ofJob, release: release({ commit: undefined }) })).toEqual(['jason']);
  });

  it('of a later attempt is not older than that attempt, and holds no longer than one of the first', async () => {
    const again = { run_attempt: 2, run_started_at: '2020-02-03T10:00:00Z' };
    const { read } = await asked([review()], { of: run(again) });
    expect(read?.confirmations).toMatchObject([
      { confirmedAt: '2020-02-03T10:00:00.000Z', validFrom: '2020-02-03T10:00:00.000Z', expiresAt: '2020-02-26T19:33:08.000Z' },
    ]);
  });

  it('says what it is where nobody commented', async () => {
    const { read } = await asked([review({ comment: '' })]);
    expect(read).toMatchObject({ confirmations: [{ statement: 'Approved the deployment to staging.' }] });
  });

  it.each<[string, readonly object[], object, readonly string[]]>([
    [
      'of another GitHub environment',
      [review({ environments: [{ name: 'test' }] })],
      { environment: 'staging', board: ['jason', 'octocat'] },
      [],
    ],
    ['that is still to come', [review({ state: 'pending' })], { environment: 'staging', board: ['jason', 'octocat'] }, []],
    ['by who set the run off', [review({ user: { login: 'OctoCat' } })], { environment: 'staging', board: ['jason', 'octocat'] }, []],
    ['by nobody who is there any more', [review({ user: null })], { environment: 'staging', board: ['jason', 'octocat'] }, []],
    ['by somebody who is not on the board', [review()], { environment: 'staging', board: ['jeroen'] }, []],
    ['by somebody who is', [review(), review({ user: { login: 'Jeroen' } })], { environment: 'staging', board: ['jeroen'] }, ['Jeroen']],
    ['of nobody yet', [], { environment: 'staging', board: ['jason', 'octocat'] }, []],
  ])('counts or not: %s', async (_name, reviews, approvals, people) => {
    expect(await peopleOf(reviews, { approvals })).toEqual(people);
  });
});

describe('the author, who is on the board too,', () => {
  const by = (login: string) => [review({ user: { login } })];
  const named = {
    environment: 'staging',
    board: [
      { login: 'jason', name: 'Jason Board' },
      { login: 'ann-a', name: 'Ann Author' },
    ],
  };
  const withoutLogin = release({ authorLogin: undefined });

  it('is told as the author, by the login that the release names', async () => {
    expect(await peopleOf(by('ANN-A'), { approvals: { environment: 'staging', board: ['jason', 'ann-a'] } })).toEqual(['Ann Author']);
    const other = { environment: 'staging', board: [{ login: 'ann-a', name: 'A. Nother' }] };
    expect(await peopleOf(by('ann-a'), { approvals: other })).toEqual(['Ann Author']);
  });

  it('and the others are told by their names, where the environment names them', async () => {
    expect(await peopleOf([...by('ann-a'), ...by('Jason')], { approvals: named, release: withoutLogin })).toEqual([
      'Ann Author',
      'Jason Board',
    ]);
  });

  it('cannot be told from a login without either, which is no approval', async () => {
    const board = { environment: 'staging', board: ['jason', { login: 'jeroen', name: 'Jeroen Board' }] };
    const { read } = await asked([...by('jason'), ...by('jeroen')], { approvals: board, release: withoutLogin });
    expect(read).toMatchObject({
      confirmations: [{ person: 'Jeroen Board' }],
      unread: `The run ${told.url} was approved for "staging" by jason, and a login does not tell whether that is Ann Author, the author of the release: write the names into the environment file (\`board: [{ login, name }]\`), or the author's login into the release 2026-11 (\`authorLogin\`).`,
    });
  });

  it('is nobody where the release names none, which the check says', async () => {
    expect(await peopleOf(by('jason'), { release: release({ author: undefined, authorLogin: undefined }) })).toEqual(['jason']);
  });
});

describe('what cannot be told is said', () => {
  it.each<[string, Parameters<typeof asked>, string]>([
    [
      'a rejection among approvals',
      [[review({ state: 'rejected', user: { login: 'jeroen' } }), review()]],
      `The run ${told.url} was rejected for "staging" by jeroen, and its history does not tell whether that was the last word: start a new run.`,
    ],
    [
      'a run of another commit',
      [[review()], { release: release({ commit: '009b8a3' }) }],
      `The approvals of the run ${told.url} do not count: it deploys the commit ${told.commit}, and the release 2026-11 is 009b8a3.`,
    ],
    [
      'a run that was named, and a release without a commit',
      [[review()], { release: release({ commit: undefined }) }],
      `The approvals of the run ${told.url} do not count: the release 2026-11 names no commit, so nobody can tell that this run is of it.`,
    ],
    [
      'a run of another workflow',
      [[review()], { of: run({ path: '.github/workflows/build.yml@refs/heads/main' }) }],
      `The approvals of the run ${told.url} do not count: it is a run of build.yml, not of deploy.yml.`,
    ],
    [
      'no run',
      [[review()], { options: {} }],
      'The approvals of the GitHub environment "staging" were not asked for: this is no job of deploy.yml, and --deploy-run names no run of it.',
    ],
    [
      'a job of another workflow',
      [[review()], { options: {}, variables: { ...ofJob, GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/x.yml@main' } }],
      'The approvals of the GitHub environment "staging" were not asked for: this is no job of deploy.yml, and --deploy-run names no run of it.',
    ],
  ])('%s', async (_name, call, unread) => {
    expect(await peopleOf(...call)).toBe(unread);
  });

  it.each<[string, Parameters<typeof asked>, RegExp]>([
    [
      'a run that may not be seen',
      [undefined, { options: { deployRun: '7' } }],
      /could not be read\. GET \S+\/runs\/7: there is no such thing/,
    ],
    ['approvals that may not be seen', [undefined], /could not be read\. GET \S+\/approvals: there is no such thing/],
    ['another answer', [[{ state: 'maybe' }]], /approvals: the answer is not what GitHub's API gives: 0\.state/],
  ])('%s', async (_name, call, unread) => {
    expect(await peopleOf(...call)).toMatch(unread);
  });
});

it('is not asked for where none is declared', async () => {
  const { read, requests } = await asked([review()], { approvals: {} });
  expect({ read, requests }).toEqual({ read: undefined, requests: [] });
});

it.each([{ environment: 'staging' }, { environment: 'staging', board: [] }])('needs to know who is on the board: %j', (approvals) => {
  expect(() => environmentWith({ approvals })).toThrow(/"board"/);
});
