import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonicalJson, contentHash, defineCheck, defineSuite, lookKey, previous, RunRecord, step } from '@keycloak-release-gate/core';
import type { RecordedLook } from '@keycloak-release-gate/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLedger } from '../src/collect/ledger.ts';
import { planSuite } from '../src/plan/plan.ts';
import { createRunFolder } from '../src/record/folder.ts';
import { copyPrevious } from '../src/verify/previous.ts';
import { environment, place, verify } from './run-program.ts';
import { sampleRecord } from './sample-record.ts';
import { look, runContext, verifySynthetic } from './synthetic.ts';

const reportsFolder = (): string => mkdtempSync(join(place, 'reports-'));

const healthy = readFileSync(new URL('../../checks/src/login/fixtures/healthy.json', import.meta.url), 'utf8');
const portal = environment(`users: { robin: { username: 'robin', password: secret.variable('TEST_GATE_SECRET') } },
applications: [defineApplication({ id: 'express', realm: 'main', clientId: 'express',
  login: { kind: 'browser', loggedIn: '#out', logout: { click: '#out' }, protectedPath: '/protected' },
  environments: { one: { url: 'https://app.example', user: 'robin' }, two: { url: 'https://app.example', user: 'robin' } } })]`);

/** The library's check of a login, on a look that sees what was recorded once, and takes so long over the logout. */
const suite = (logout: number): string => `
import { defineSuite, previous, step } from '@keycloak-release-gate/core';
import { journey, loginAndLogout } from '@keycloak-release-gate/checks';
const seen = ${healthy};
for (const attempt of seen.attempts) attempt.milliseconds.logout = ${logout};
const look = { ...journey, collect: async () => ({ value: seen }) };
const login = (application) => {
  const { check, ...more } = loginAndLogout(application);
  return { ...more, check: { ...check, needs: [], reads: { seen: look, before: previous(look) } } };
};
export default defineSuite({ id: 'health', title: 'Health', needsRelease: false,
  steps: (run) => [step({ id: 'a/b', sentence: 'A sentence' }, run.environment.applications.map(login))] });`;

/** One run, and what it shows of the logout: the milliseconds, those of the last run, and the difference. */
async function run(reports: string, logout: number, env = 'one') {
  const folder = join(reports, env, 'health');
  const before = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const done = await verify(['--env', env, '--suite', 'health', '--reports', reports], {
    environment: portal,
    suite: suite(logout),
    files: { 'scenarios/environments/two.ts': portal.replace("id: 'one'", "id: 'two'") },
  });
  expect(done.exitCode, done.err).toBe(0);
  const id = readdirSync(folder).find((each) => !before.has(each)) ?? expect.fail('It left no run.');
  const record = RunRecord.parse(JSON.parse(readFileSync(join(folder, id, 'run.json'), 'utf8')));
  const table = record.results[0]?.exhibits.find(({ title }) => title === 'How long it took');
  if (table?.kind !== 'table') expect.fail('It does not tell how long it took.');
  const [, ...row] = table.rows.find(([name]) => name === 'Logout to its landing') ?? [];
  return { record, folder: join(folder, id), note: table.note, row };
}

describe('the times of the last run', { timeout: 120_000 }, () => {
  it('are shown beside those of this one, judged alike from its record alone, and never those of another environment or an edited record', async () => {
    const reports = reportsFolder();
    await run(reports, 900, 'two');
    const first = await run(reports, 300);
    expect(first).toMatchObject({ row: ['300'], note: 'There is no earlier run to compare it with.' });

    const second = await run(reports, 250);
    const { id, startedAt } = first.record.run;
    expect(second.row).toEqual(['250', '300', '-50']);
    expect(second.note).toMatch(new RegExp(`^The last run is ${id} \\(health\\), ${startedAt.slice(0, 13)}`));
    const html = readFileSync(join(second.folder, 'report.html'), 'utf8');
    expect(html).toMatch(/How long it took.*The last run is .*Last run.*Difference/s);
    // What was compared with lies beside the report.
    const copied = Object.values(second.record.looks)[0]?.previous;
    expect(copied).toEqual({ run: id, suite: 'health', revision: Object.values(first.record.looks)[0]?.revisions[0] });
    expect(html).toMatch(new RegExp(`>last run<.*${id}.*href="evidence/${copied?.revision.evidence ?? 'none'}"`, 's'));
    expect(existsSync(join(second.folder, 'evidence', copied?.revision.evidence ?? 'none'))).toBe(true);
    // But for the time itself, which is a fact of the run, nothing else is found.
    const found = ({ record: { results, verdict } }: typeof first): string =>
      canonicalJson([verdict, results.map((result) => ({ ...result, exhibits: [] }))]);
    expect(found(second).replaceAll('250', '300')).toBe(found(first));

    const alone = join(reportsFolder(), basename(second.folder));
    cpSync(second.folder, alone, { recursive: true });
    const judged = await verify(['judge', alone, '--json']);
    expect({ exitCode: judged.exitCode, ...(JSON.parse(judged.out) as object) }).toMatchObject({ exitCode: 0, same: true });

    const file = join(second.folder, 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"by":"', '"by":"not '));
    expect((await run(reports, 260)).row).toEqual(['260', '300', '-40']);
  });
});

describe('what a look saw in the last run', () => {
  const seen = look('a/look', () => ({ value: { value: 'now' } }));
  const key = lookKey(seen, {});
  const tells = defineCheck({
    id: 'a/tells',
    title: 'Tells',
    why: 'synthetic',
    reads: { seen, before: previous(seen) },
    expects: z.object({}),
    judge: ({ before }) => ({ findings: [], facts: [{ name: 'before', value: before?.evidence.value ?? 'nothing' }] }),
  });
  const suiteOf = defineSuite({
    id: 'synthetic',
    title: 'Synthetic',
    needsRelease: false,
    steps: () => [step({ id: 'a/b', sentence: 'One' }, [tells()])],
  });
  const plan = planSuite(suiteOf, runContext({ id: 'acc' }));
  const ids = ['01KAAAAAAAAAAAAAAAAAAAAAAA', '01KBBBBBBBBBBBBBBBBBBBBBBB', '01KCCCCCCCCCCCCCCCCCCCCCCC'] as const;

  interface Earlier {
    readonly suite?: string;
    readonly evidence?: string;
    readonly change?: (record: RunRecord) => object;
    readonly look?: Partial<RecordedLook>;
  }

  /** Writes a run as the gate does, in which the look saw this. */
  function written(
    reports: string,
    id: string,
    { suite: of = 'health', evidence = '{"value":"then"}', change = (record) => record, look: more }: Earlier = {},
  ): string {
    const folder = createRunFolder(reports, 'acc', of, id);
    const sample = sampleRecord();
    const recorded = {
      collector: 'a/look',
      version: 1,
      title: 'A look',
      params: {},
      settles: false,
      revisions: [{ round: 0, startedAt: '2026-11-22T20:00:00.000Z', milliseconds: 5, evidence: contentHash(evidence), gaps: [] }],
      ...more,
    };
    const record = { ...sample, run: { ...sample.run, id }, suite: { id: of, title: 'Earlier' }, looks: { [key]: recorded } };
    folder.evidence(contentHash(evidence), evidence);
    folder.write('run.json', canonicalJson(change(record)));
    folder.finish();
    return folder.path;
  }

  /** What is copied into a run that begins now: from which run, and what was seen there. */
  function copied(reports: string): string | undefined {
    const ledger = createLedger(plan);
    const folder = createRunFolder(reports, 'acc', 'health', '01KZZZZZZZZZZZZZZZZZZZZZZZ');
    copyPrevious({ looks: plan.looks, environment: plan.run.environment.id }, reports, ledger, folder);
    const earlier = ledger.looks[key]?.previous;
    const hash = earlier?.revision.evidence;
    const stored = hash === undefined ? undefined : folder.read(join('evidence', hash)).toString('utf8');
    folder.discard();
    if (earlier === undefined || hash === undefined) return undefined;
    expect(stored).toBe(canonicalJson(ledger.read(hash)));
    return `${earlier.suite} ${ids.indexOf(earlier.run as (typeof ids)[number])} ${stored}`;
  }

  it('is of the newest run, whichever suite that was of, and whole or not', () => {
    const reports = reportsFolder();
    expect(copied(reports)).toBeUndefined();
    written(reports, ids[0], { suite: 'post-deploy' });
    expect(copied(reports)).toBe('post-deploy 0 {"value":"then"}');
    written(reports, ids[1], { evidence: '{"value":"later"}', change: (of) => ({ ...of, run: { ...of.run, partial: '--only a' } }) });
    expect(copied(reports)).toBe('health 1 {"value":"later"}');
  });

  it.each<readonly [what: string, earlier: Earlier, spoil: (folder: string, hash: string) => void]>([
    ['was of another environment', { change: (of) => ({ ...of, environment: { ...of.environment, id: 'prod' } }) }, () => undefined],
    ['saw nothing by it', { look: { revisions: [] } }, () => undefined],
    ['meant something else by it', { look: { version: 2 } }, () => undefined],
    ['saw what the look gives no more', { evidence: '{"other":1}' }, () => undefined],
    ['holds no JSON', { evidence: 'then' }, () => undefined],
    ['is of another format', { change: (of) => ({ ...of, schema: 'keycloak-release-gate/run/9' }) }, () => undefined],
    ['is no record', { change: (of) => ({ ...of, results: 'many' }) }, () => undefined],
    ['has an edited record', {}, (folder) => writeFileSync(join(folder, 'run.json'), readFileSync(join(folder, 'run.json'), 'utf8') + ' ')],
    ['has edited evidence', {}, (folder, hash) => writeFileSync(join(folder, 'evidence', hash), '{"value":"edited"}')],
    ['has no list of hashes', {}, (folder) => writeFileSync(join(folder, 'manifest.sha256'), '')],
    ['was cut', {}, (folder) => writeFileSync(join(folder, 'run.json'), '{"schema":')],
  ])('is not taken from a run that %s: the one before it is', (_, earlier, spoil) => {
    const reports = reportsFolder();
    written(reports, ids[0]);
    spoil(written(reports, ids[2], earlier), contentHash('{"value":"then"}'));
    expect(copied(reports)).toBe('health 0 {"value":"then"}');
  });

  it('is no gap where there is none', async () => {
    const { record } = await verifySynthetic([tells()]);
    expect(record.results[0]).toMatchObject({ outcome: { kind: 'pass' }, facts: [{ name: 'before', value: 'nothing' }] });
  });
});
