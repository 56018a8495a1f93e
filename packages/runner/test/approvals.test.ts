import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardApproval } from '@keycloak-release-gate/checks';
import { describe, expect, it } from 'vitest';
import { prepare } from '../src/verify/prepare.ts';
import { gitHub, run, told } from './github-server.ts';
import { environment, place } from './run-program.ts';

const path = '/repos/octo-org/octo-repo/actions/runs/30433642';
const suite = `
import { boardApproval } from '@keycloak-release-gate/checks';
import { defineSuite, step } from '@keycloak-release-gate/core';
export default defineSuite({ id: 'pre-release', title: 'Before', steps: () => [step({ id: 'a/b', sentence: 'A sentence' }, [boardApproval()])] });`;
const release = `
import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: 'r', title: 'R', description: 'D', environments: ['one'], keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'A', reason: 'None' }, impact: 'I', author: 'Ann Author', authorLogin: 'ann-a', commit: '${told.commit}' });`;
const declared = (apiUrl: string, production = true): string =>
  environment(
    `production: ${production}, deploy: { github: { repository: 'octo-org/octo-repo', workflow: 'deploy.yml', apiUrl: '${apiUrl}', approvals: { environment: 'prod', board: ['jason', 'ann-a'] } } }`,
  );
// The run as it is now: an approval is not older than a run may last.
const now = run({ created_at: new Date().toISOString() });
const approved = (login: string) => [{ state: 'approved', comment: 'Go <b>on</b>.', environments: [{ name: 'prod' }], user: { login } }];

let count = 0;
/** What the check of the approval is told, and how it judges that. The run is not recorded: no scenarios here are committed. */
async function judged(documents: Readonly<Record<string, object>>, production = true) {
  const { apiUrl, requests } = await gitHub(documents);
  const scenarios = join(place, `approvals-${(count += 1)}`);
  const files = { 'environments/one': declared(apiUrl, production), 'releases/r': release, 'suites/pre-release': suite };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(scenarios, name, '..'), { recursive: true });
    writeFileSync(join(scenarios, `${name}.ts`), text);
  }
  const options = { env: 'one', suite: 'pre-release', release: 'r', deployRun: '30433642', only: [], skip: [], scenarios, reports: place };
  const { plan } = await prepare(options, { TEST_GATE_SECRET: 'long-enough-secret' }, () => Promise.resolve({}));
  const [planned] = plan.checks;
  if (!planned) throw new Error('Nothing is planned.');
  const { check } = boardApproval;
  const judgement = check.judge({ backup: { pin: null } }, check.expects.parse(planned.expected), { now: new Date().toISOString() });
  return { ...judgement, skipped: planned.skipped, requests: requests.map(({ url }) => url) };
}

describe("the board's approval in the Deploy action", () => {
  it('opens the gate to production', async () => {
    const { findings, gaps, facts } = await judged({ [path]: now, [`${path}/approvals`]: approved('jason') });
    expect({ findings, gaps, facts }).toEqual({
      findings: [],
      gaps: [],
      facts: [
        {
          name: 'board approval',
          value: expect.stringMatching(/^jason \(reviewer of the GitHub environment prod\), until .*: "Go <b>on<\/b>\."$/) as string,
        },
      ],
    });
  });

  it('by the author, under the login that the release names, does not', async () => {
    const { findings } = await judged({ [path]: now, [`${path}/approvals`]: approved('Ann-A') });
    expect(findings).toMatchObject([{ code: 'release/CONFIRMATION_BY_AUTHOR' }]);
  });

  it('by somebody else does not', async () => {
    const { findings } = await judged({ [path]: now, [`${path}/approvals`]: approved('mallory') });
    expect(findings).toMatchObject([{ code: 'release/CONFIRMATION_MISSING' }]);
  });

  it('that cannot be read leaves it unknown', async () => {
    const { findings, gaps } = await judged({ [path]: now });
    expect({ findings, gaps }).toMatchObject({ findings: [], gaps: [{ code: 'release/BOARD_APPROVAL_UNREADABLE' }] });
  });

  it('is asked for before production only', async () => {
    const { skipped, requests } = await judged({ [path]: now, [`${path}/approvals`]: approved('jason') }, false);
    expect(skipped).toMatch(/one is not production/);
    expect(requests.filter((url) => url.endsWith('/approvals'))).toEqual([]);
  });
});
