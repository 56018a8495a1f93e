import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunRecord } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { environment, refusal, verify } from './run-program.ts';

const application = (issue: string): string => `applications: [defineApplication({
  id: 'portal', realm: 'main', clientId: 'portal', knownIssues: [${issue}],
  login: { kind: 'service', clientSecret: secret.variable('TEST_GATE_SECRET') }, environments: { one: { severity: 'warning' } } })]`;
const issue = (more: string): string => `{ code: 'test/BROKEN', reason: 'Ticket 12', owner: 'Portal team', ${more} }`;
const broken = `
import { defineCheck, defineCodes, defineCollector, defineSuite, finding, step } from '@keycloak-release-gate/core';
import { z } from 'zod';
const codes = defineCodes('test', { BROKEN: { title: 'Broken', severity: 'fail', remedy: 'Mend it.' } });
const look = defineCollector({ id: 'test/look', version: 1, title: 'A look', evidence: z.object({}), timeout: 400, params: () => ({}), collect: async () => ({ value: {} }) });
const check = defineCheck({ id: 'test/broken', title: 'Whole', why: 'A test', about: (app) => app.id, severity: (app) => app.severity === 'warning' && app.id === 'other' ? 'warning' : 'blocker',
  reads: { look }, expects: z.object({}), judge: (_seen, _expected, { now }) => ({ findings: [finding(codes.BROKEN, { subject: 'application/portal', message: 'It is broken.' })] }) });
export default defineSuite({ id: 'health', title: 'Health', needsRelease: false, steps: ({ environment }) => [step({ id: 'a/b', sentence: 'A sentence' }, environment.applications.map(check))] });`;

async function run(known: string) {
  const done = await verify(['--env', 'one', '--suite', 'health'], { environment: environment(application(known)), suite: broken });
  const runs = join(done.folder, 'reports/one/health');
  const [folder = ''] = readdirSync(runs).filter((name) => !name.startsWith('.'));
  return { ...done, record: RunRecord.parse(JSON.parse(readFileSync(join(runs, folder, 'run.json'), 'utf8'))) };
}

describe.concurrent('a known issue of an application', { timeout: 60_000 }, () => {
  it('is told and does not count, until it expires', async () => {
    const { exitCode, record } = await run(issue("expires: '2999-12-31T18:00:00+01:00'"));
    expect(exitCode).toBe(0);
    expect(record.results[0]?.findings[0]?.waiver).toEqual({
      code: 'test/BROKEN',
      subject: 'application/portal',
      reason: 'Ticket 12',
      owner: 'Portal team',
      expires: '2999-12-31T18:00:00+01:00',
    });
  });

  it('counts again once it has expired, and says so', async () => {
    const { exitCode, record } = await run(issue("expires: '2020-12-31T18:00:00+01:00'"));
    expect(exitCode).toBe(1);
    expect(record.notices).toEqual([
      'The waiver of test/BROKEN for application/portal (owner: Portal team) expired on 2020-12-31T18:00:00+01:00 and was ignored.',
    ]);
  });

  it('of another application is none of this one', async () => {
    expect((await run(issue("expires: '2999-12-31T18:00:00+01:00'").replace('test/BROKEN', 'test/OTHER'))).exitCode).toBe(1);
  });

  it('needs a reason, an owner, and a day with a zone', async () => {
    const said = await refusal(['--env', 'one', '--suite', 'health'], {
      environment: environment(application("{ code: 'BROKEN', reason: '', expires: '2026-12-31' } as never")),
    });
    expect(said).toContain('applications.0.knownIssues.0.code: the code of a finding, such as login/POST_LOGOUT_URI');
    expect(said).toContain('applications.0.knownIssues.0.owner');
    expect(said).toContain('applications.0.knownIssues.0.expires: an ISO 8601 time with an offset');
  });
});
