import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  canonicalJson,
  ConfigurationError,
  contentHash,
  defineCheck,
  defineCollector,
  defineSuite,
  gap,
  gapCodes,
  step,
} from '@keycloak-release-gate/core';
import type { Application, Check, CheckInstance, Collected, Problem, RunContext } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { decodeTime } from 'ulid';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { collectPart } from '../src/parts/collect-part.ts';
import { divide, placeLooks } from '../src/parts/divide.ts';
import { fittingParts } from '../src/parts/fit.ts';
import { mergeParts } from '../src/parts/merge.ts';
import { mergeLooks } from '../src/parts/merge-looks.ts';
import { Part } from '../src/parts/part.ts';
import type { PartName } from '../src/parts/part.ts';
import type { StoredPart } from '../src/parts/read-part.ts';
import { pseudonymsOf } from '../src/parts/pseudonym-key.ts';
import { planIdentity } from '../src/plan/plan-identity.ts';
import { planSuite } from '../src/plan/plan.ts';
import { listRuns, readRun } from '../src/record/read.ts';
import type { Prepared } from '../src/verify/prepare.ts';
import { runPlan } from '../src/verify/run.ts';
import { releaseOf } from './release-records.ts';
import { suite as suiteOf, verify } from './run-program.ts';
import { bad, runContext } from './synthetic.ts';

const place = mkdtempSync(join(tmpdir(), 'parts-'));
afterAll(() => rmSync(place, { recursive: true }));

/** What a look of the sample sees: `good`, `bad`, nothing, or something with a hole in it. */
type Sight = 'good' | 'bad' | 'unseen' | 'holed';
const sights: readonly Sight[] = ['good', 'bad', 'unseen', 'holed'];

interface Sample {
  readonly pods: Sight;
  readonly base: Sight;
  readonly discovery: Sight;
  readonly files: Sight;
  /** For each application: its login, and which of three accounts it uses. */
  readonly applications: readonly { readonly login: Sight; readonly account: number }[];
}

const collected = (sight: Sight, who: string): Collected<{ value: string }> => {
  const hole = gap(gapCodes.NOT_DECLARED, { subject: who, reason: `hole in ${who}` });
  switch (sight) {
    case 'unseen':
      return { gaps: [hole] };
    case 'holed':
      return { value: { value: 'good' }, gaps: [hole] };
    case 'good':
    case 'bad':
      return { value: { value: sight } };
  }
};

const Value = z.object({ value: z.string() });

const application = (id: string): Application => ({
  id,
  title: id,
  realm: 'main',
  clientId: id,
  login: { kind: 'service', clientSecret: { secret: 'variable', name: 'X' } },
  severity: 'blocker',
  knownIssues: [],
});

/** A small gate: pods and a database inside, discovery and logins outside, files anywhere. */
function sampleSuite({ pods, base, discovery, files, applications }: Sample): {
  readonly instances: readonly CheckInstance[];
  readonly run: RunContext;
} {
  const look = (id: string, vantage: 'cluster' | 'outside' | 'anywhere', sight: Sight, settles = false, personalData = false) =>
    defineCollector({
      id,
      version: 1,
      title: id,
      vantage,
      evidence: Value,
      timeout: 2_000,
      settles,
      personalData,
      params: () => ({}),
      collect: () => Promise.resolve(collected(sight, id)),
    });
  const podsLook = look('kube/pods', 'cluster', pods, true);
  const logsLook = defineCollector({
    id: 'kube/logs',
    version: 1,
    title: 'logs',
    vantage: 'cluster',
    evidence: Value,
    timeout: 2_000,
    personalData: true,
    reads: { pods: podsLook },
    params: () => ({}),
    collect: (_params, { looks }) => Promise.resolve({ value: { value: `${looks.pods.value} for alice@example.org` } }),
  });
  const baseLook = look('base/state', 'cluster', base);
  const discoveryLook = look('web/discovery', 'outside', discovery, true);
  const filesLook = look('files/kept', 'anywhere', files, false, true);
  const ids = applications.map((_, index) => `app${index}`);
  const login = defineCollector({
    id: 'web/login',
    version: 1,
    title: 'login',
    vantage: 'outside',
    evidence: Value,
    timeout: 2_000,
    params: (_run, app: Application) => ({ application: app.id }),
    uses: ({ application: id }) => [`user/${applications[ids.indexOf(id)]?.account}`, 'browser:4'],
    collect: ({ application: id }) => Promise.resolve(collected(applications[ids.indexOf(id)]?.login ?? 'unseen', id)),
  });
  const judge = ({ seen }: { readonly seen: { readonly value: string } }) => ({
    findings: seen.value.startsWith('good') ? [] : [bad(seen.value)],
  });
  const check = (id: string, reads: ReturnType<typeof look>, needs: readonly { readonly check: Check }[] = []) =>
    defineCheck({ id, title: id, why: 'a test', reads: { seen: reads }, needs, expects: z.object({}), judge });
  const podsFine = check('kube/pods-fine', podsLook);
  const logsFine = defineCheck({
    id: 'kube/logs-fine',
    title: 'logs',
    why: 'a test',
    reads: { seen: logsLook, state: baseLook, files: filesLook },
    needs: [podsFine],
    expects: z.object({}),
    judge,
  });
  const discovered = check('web/discovered', discoveryLook);
  const loggedIn = defineCheck({
    id: 'web/logged-in',
    title: 'login',
    why: 'a test',
    about: (app: Application) => app.id,
    reads: { seen: login },
    needs: [discovered],
    expects: z.object({}),
    judge,
  });
  const context = runContext({ settle: { every: 50, good: 2, within: 60 } });
  const apps = ids.map(application);
  return {
    run: { ...context, environment: { ...context.environment, applications: apps } },
    instances: [...apps.map((app) => loggedIn(app)), podsFine(), logsFine(), discovered(), check('files/fine', filesLook)()],
  };
}

let count = 0;
type PreparedPart = Prepared & { readonly identity: NonNullable<Prepared['identity']> };

function prepared(sample: Sample, change: (run: RunContext) => RunContext = (run) => run): PreparedPart {
  const { instances, run } = sampleSuite(sample);
  const suite = defineSuite({
    id: 'synthetic',
    title: 'Synthetic',
    needsRelease: false,
    steps: () => [step({ id: 'policy/one', sentence: 'One' }, instances)],
  });
  const plan = planSuite(suite, change(run));
  return {
    plan,
    choice: { suite, why: 'a test' },
    secrets: new Map(),
    secret: () => '',
    stateFolder: '',
    deadlineSeconds: 30,
    identity: planIdentity(
      plan,
      suite,
      (each) => each,
      () => 'own',
    ),
  };
}

const everything: Omit<Parameters<typeof runPlan>[0], 'prepared'> = {
  options: { env: 'synthetic', only: [], skip: [], scenarios: '', reports: place },
  interrupt: new AbortController().signal,
  emit: () => undefined,
  command: 'verify',
};
const key = 'k'.repeat(32);

const collect = async (gate: PreparedPart, part: PartName, output: string, secret = key): Promise<string> =>
  (await collectPart({ ...everything, prepared: gate, part, output, key: secret })).folder;

const merge = (gate: Prepared, paths: readonly string[], withinMinutes?: number): ReturnType<typeof mergeParts> =>
  mergeParts({
    paths,
    reports: join(place, 'reports'),
    command: 'verify merge',
    definitions: () => Promise.resolve(gate.plan.definitions),
    ...(withinMinutes === undefined ? {} : { withinMinutes }),
  });

const fresh = (): string => join(place, String((count += 1)));
const fine: Sample = {
  pods: 'good',
  base: 'good',
  discovery: 'good',
  files: 'good',
  applications: Array.from({ length: 4 }, (_, account) => ({ login: 'good' as const, account })),
};
const six = (vantage: 'cluster' | 'outside', of = 6): PartName[] =>
  Array.from({ length: of }, (_, index) => ({ vantage, shard: index + 1, of }));

async function refusalOf(work: Promise<unknown>): Promise<Problem> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigurationError)) throw new Error(`it was not refused: ${String(error)}`);
  const [problem] = error.problems;
  if (!problem) throw new Error('it was refused for no reason');
  return problem;
}

describe('the parts of a plan', () => {
  it('are judged as one run: whatever is seen, and however it is divided, outcomes, findings and verdict are those of the whole', async () => {
    const sight = fc.constantFrom(...sights);
    const sample = fc.record({
      pods: sight,
      base: sight,
      discovery: sight,
      files: sight,
      applications: fc.array(fc.record({ login: sight, account: fc.integer({ min: 0, max: 2 }) }), { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(sample, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 2 }), async (seen, outside, cluster) => {
        const gate = prepared(seen);
        const output = fresh();
        const whole = await runPlan({ ...everything, prepared: gate });
        const folders = await Promise.all(
          [...six('outside', outside), ...six('cluster', cluster)].map((part) => collect(gate, part, output)),
        );
        const merged = await merge(gate, folders.toReversed());
        expect(merged.failures).toEqual([]);
        expect(merged.record.results).toEqual(whole.record.results);
        expect(merged.record.verdict).toEqual(whole.record.verdict);
      }),
      { numRuns: 25 },
    );
  });

  it('take each look once, together with what it reads and with all that use its account, wherever they are', () => {
    const shared = fc.array(fc.record({ login: fc.constant('good' as const), account: fc.integer({ min: 0, max: 2 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(shared, fc.integer({ min: 1, max: 6 }), (applications, of) => {
        const { plan } = prepared({ ...fine, applications });
        const groups = divide(plan);
        expect(groups.flatMap(({ looks }) => looks).toSorted()).toEqual([...plan.looks.keys()].toSorted());
        const places = placeLooks(groups, { vantage: 'outside', of });
        expect(places['kube/logs']).toEqual({ vantage: 'cluster' });
        expect(places['files/kept']).toEqual({ vantage: 'outside', shard: 1 });
        const shardOfAccount = new Map<number, number | undefined>();
        for (const [index, { account }] of applications.entries()) {
          const at = places[`web/login{"application":"app${index}"}`];
          expect(at?.vantage).toBe('outside');
          expect(shardOfAccount.get(account) ?? at?.shard).toBe(at?.shard);
          shardOfAccount.set(account, at?.shard);
        }
      }),
    );
    const places = placeLooks(divide(prepared({ ...fine, applications: fine.applications }).plan), { vantage: 'outside', of: 4 });
    const shards = fine.applications.map((_, index) => places[`web/login{"application":"app${index}"}`]?.shard);
    expect(shards).toEqual([4, 3, 2, 1]);
  });

  it('name the same person alike, which runs do not', async () => {
    const gate = prepared(fine);
    const [output, other] = [fresh(), fresh()];
    const parts = await Promise.all([
      collect(gate, { vantage: 'cluster', shard: 1, of: 1 }, output),
      collect(gate, { vantage: 'everywhere', shard: 1, of: 1 }, other),
    ]);
    const said = parts.map((folder) =>
      readdirSync(join(folder, 'evidence'))
        .map((name) => readFileSync(join(folder, 'evidence', name), 'utf8'))
        .join('\n'),
    );
    const names = said.map((text) => /email-[0-9a-f]{8}/.exec(text)?.[0]);
    expect(names[0]).toBeDefined();
    expect(names[0]).toBe(names[1]);
    expect(said.join('')).not.toContain('alice');
    expect(pseudonymsOf('a'.repeat(32), 'plan')).not.toEqual(pseudonymsOf('b'.repeat(32), 'plan'));
    expect(readFileSync(join(parts[0] ?? '', 'part.json'), 'utf8')).not.toContain(pseudonymsOf(key, gate.identity.hash).salt);
  });

  it('of which one is missing are inconclusive, and the report says which and how it is brought', async () => {
    const gate = prepared(fine);
    const output = fresh();
    const [cluster, ...outside] = await Promise.all(
      [{ vantage: 'cluster', shard: 1, of: 1 } as const, ...six('outside', 4)].map((part) => collect(gate, part, output)),
    );
    const withoutShard = await merge(gate, [cluster ?? '', ...outside.slice(0, 3)]);
    expect(withoutShard.record.verdict.kind).toBe('inconclusive');
    const command = 'verify collect --env synthetic --suite synthetic --vantage outside --shard 4/4 --output <folder>';
    expect(withoutShard.record.notices).toContain(`The part outside 4/4 is missing: \`${command}\` brings it.`);
    expect(withoutShard.record.results[0]?.gaps).toEqual([
      {
        code: 'gap/PART_MISSING',
        subject: 'web/login{"application":"app0"}',
        reason: 'The part outside 4/4 is missing.',
        remedy: `Collect it (${command}), and merge all parts again.`,
      },
    ]);
    expect(withoutShard.record.run.partial).toBe('without the part outside 4/4');
    const withoutVantage = await merge(gate, outside);
    expect(withoutVantage.record.verdict.kind).toBe('inconclusive');
    expect(withoutVantage.record.run.partial).toBe('without the part cluster');
    const all = await merge(gate, [output]);
    expect(all.record.verdict.kind).toBe('pass');
    expect(all.record.run.parts?.map(({ name }) => name)).toEqual(['outside 1/4', 'outside 2/4', 'outside 3/4', 'outside 4/4', 'cluster']);
  });

  it('are refused where one was edited, with the file and both hashes', async () => {
    const gate = prepared(fine);
    const folder = await collect(gate, { vantage: 'everywhere', shard: 1, of: 1 }, fresh());
    const [evidence = ''] = readdirSync(join(folder, 'evidence'));
    const file = join(folder, 'evidence', evidence);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replace('good', 'fine'));
    const edited = await refusalOf(merge(gate, [folder]));
    expect(edited).toMatchObject({ code: 'RECORD_EDITED', where: folder });
    expect(edited.message).toMatch(
      new RegExp(`^evidence/${evidence} does not have the hash .* it is [0-9a-f]{64}, and not ${evidence}\\.$`),
    );
    writeFileSync(file, whole);
    appendFileSync(join(folder, 'part.json'), ' ');
    expect((await refusalOf(merge(gate, [folder]))).message).toContain('part.json does not have the hash');
    rmSync(join(folder, 'manifest.sha256'));
    expect((await refusalOf(merge(gate, [folder]))).code).toBe('MANIFEST_MISSING');
    expect((await refusalOf(merge(gate, [fresh()]))).code).toBe('PART_NOT_FOUND');
  });

  it('are refused where one is given twice, they are of two plans, two divisions, two keys, or hours apart: each by name', async () => {
    const gate = prepared(fine);
    const [output, elsewhere] = [fresh(), fresh()];
    const cluster = await collect(gate, { vantage: 'cluster', shard: 1, of: 1 }, output);
    const outside = await collect(gate, { vantage: 'outside', shard: 1, of: 1 }, output);
    const copy = join(fresh(), 'copy');
    cpSync(cluster, copy, { recursive: true });
    expect(await refusalOf(merge(gate, [output, copy]))).toMatchObject({
      code: 'PART_TWICE',
      message: `The part cluster is given twice: ${cluster} and ${copy}.`,
    });
    const half = await collect(gate, { vantage: 'outside', shard: 1, of: 2 }, elsewhere);
    expect((await refusalOf(merge(gate, [output, half]))).code).toBe('PARTS_OVERLAP');
    const all = await collect(gate, { vantage: 'everywhere', shard: 1, of: 1 }, elsewhere);
    expect((await refusalOf(merge(gate, [outside, all]))).code).toBe('PARTS_OVERLAP');
    const stricter = prepared(fine, (run) => ({ ...run, environment: { ...run.environment, timeZone: 'Europe/Brussels' } }));
    const foreign = await collect(stricter, { vantage: 'cluster', shard: 1, of: 1 }, elsewhere);
    const told = await refusalOf(merge(gate, [outside, foreign]));
    expect(told.code).toBe('PARTS_OF_TWO_PLANS');
    expect(told.message).toContain('environment differs');
    const otherKey = await collect(gate, { vantage: 'cluster', shard: 1, of: 1 }, elsewhere, 'o'.repeat(32));
    expect((await refusalOf(merge(gate, [outside, otherKey]))).code).toBe('PARTS_KEY_DIFFERS');
    expect((await refusalOf(merge(gate, [output], 1e-6))).code).toBe('PARTS_APART');
  });

  it('are as old as the oldest of them: so is the run that they are merged to, and old ones are refused', async () => {
    const gate = prepared(fine);
    const output = fresh();
    const folders = await Promise.all(
      (['outside', 'cluster'] as const).map((vantage) => collect(gate, { vantage, shard: 1, of: 1 }, output)),
    );
    const starts = folders.map((folder) => readPart(folder).record.run.startedAt).toSorted();
    const { record } = await merge(gate, [output]);
    expect(record.run.startedAt).toBe(starts[0]);
    expect(decodeTime(record.run.id)).toBe(Date.parse(starts[0] ?? ''));
    const parts = folders.map((folder): StoredPart => stored(readPart(folder)));
    const in61Minutes = Date.parse(starts[0] ?? '') + 61 * 60_000;
    expect(problemsOf(parts, { now: in61Minutes })).toEqual(expect.arrayContaining(['PART_OLD']));
    expect(problemsOf(parts, { now: in61Minutes, withinMinutes: 120 })).toEqual([]);
  });

  it('of which one was interrupted do not open the gate, whatever it saw by then', async () => {
    const gate = prepared(fine);
    const output = fresh();
    await collect(gate, { vantage: 'outside', shard: 1, of: 1 }, output);
    const cluster = await collect(gate, { vantage: 'cluster', shard: 1, of: 1 }, output);
    rewrite(cluster, (part) => ({ ...part, record: { ...part.record, run: { ...part.record.run, interrupted: 'SIGTERM' } } }));
    const { record } = await merge(gate, [output]);
    expect(record.verdict).toMatchObject({ kind: 'inconclusive', exitCode: 3 });
    expect(record.run.partial).toBe('the part cluster was interrupted');
  });

  it('that differ in what is waived are judged by the newest, and the record says so', async () => {
    const gate = prepared({ ...fine, discovery: 'bad' });
    const output = fresh();
    const [outside, cluster] = [
      await collect(gate, { vantage: 'outside', shard: 1, of: 1 }, output),
      await collect(gate, { vantage: 'cluster', shard: 1, of: 1 }, output),
    ];
    const at = (minute: number, waivers: Part['record']['waivers']) => (part: Part) => ({
      ...part,
      record: { ...part.record, waivers, run: { ...part.record.run, startedAt: new Date(Date.now() - minute * 60_000).toISOString() } },
    });
    const waiver = {
      code: bad('bad').code,
      subject: bad('bad').subject,
      reason: 'Known',
      ticket: 'https://tickets.example/1',
      owner: 'Robin',
      expires: '2999-01-01T00:00:00Z',
    };
    rewrite(outside, at(10, [waiver]));
    rewrite(cluster, at(5, []));
    const { record } = await merge(gate, [output]);
    expect(record.waivers).toEqual([]);
    expect(record.verdict.kind).toBe('fail');
    expect(record.notices.join()).toContain('What is waived and confirmed is taken as the part cluster has it, the newest');
  });

  it('are told together what people confirmed, where the newest could not read it', async () => {
    const gate = prepared(fine);
    const output = fresh();
    const [outside, cluster] = [
      await collect(gate, { vantage: 'outside', shard: 1, of: 1 }, output),
      await collect(gate, { vantage: 'cluster', shard: 1, of: 1 }, output),
    ];
    const approval = {
      type: 'board approval' as const,
      release: 'r',
      person: 'Jason Board',
      role: 'board',
      statement: 'Yes.',
      confirmedAt: '2026-11-30T08:00:00Z',
      validFrom: '2026-11-30T08:00:00Z',
      expiresAt: '2026-12-30T08:00:00Z',
    };
    const at =
      (minute: number, said: { readonly confirmations: (typeof approval)[]; readonly unread: string[] }) =>
      (part: Part): Part => ({
        ...part,
        record: {
          ...part.record,
          release: releaseOf({ confirmations: said.confirmations }),
          plan: { ...part.record.plan, checks: part.record.plan.checks.map((check) => ({ ...check, expected: said })) },
          run: { ...part.record.run, startedAt: new Date(Date.now() - minute * 60_000).toISOString() },
        },
      });
    rewrite(outside, at(10, { confirmations: [approval], unread: [] }));
    rewrite(cluster, at(5, { confirmations: [], unread: ['Not asked for.'] }));
    const { record } = await merge(gate, [output]);
    expect(record.plan.checks.map(({ expected }) => expected)).toEqual(
      record.plan.checks.map(() => ({ confirmations: [approval], unread: [] })),
    );
    expect(record.release?.confirmations).toEqual([approval]);
    expect(record.notices.join()).toContain('What could not be read there was read by others: "board approval" by Jason Board.');
  });

  it('of a production are refused where their scenarios are of several commits, changed, or of none', async () => {
    const gate = prepared(fine);
    const output = fresh();
    const folders = await Promise.all(
      (['outside', 'cluster'] as const).map((vantage) => collect(gate, { vantage, shard: 1, of: 1 }, output)),
    );
    const codesOf = (...origins: readonly Part['record']['run']['scenarios'][]): readonly string[] =>
      problemsOf(
        folders.map((folder, index) => {
          const part = readPart(folder);
          const { environment, run } = part.record;
          const record = { ...part.record, environment: { ...environment, production: true }, run: { ...run, scenarios: origins[index] } };
          return stored({ ...part, record });
        }),
        { now: Date.now() },
      );
    const [one, two] = ['a', 'b'].map((letter) => ({ commit: letter.repeat(40), dirty: false }));
    expect(codesOf(one, one)).toEqual([]);
    expect(codesOf(one, two)).toEqual(['PARTS_OF_TWO_COMMITS']);
    expect(codesOf(one, { commit: 'a'.repeat(40), dirty: true, changed: ['prod.ts'] })).toEqual(['SCENARIOS_UNCOMMITTED']);
    expect(codesOf(one, undefined)).toEqual(['SCENARIOS_UNVERSIONED']);
  });

  it('that looked before the pods of now were ready saw something else, whatever they saw', async () => {
    const gate = prepared(fine);
    const output = fresh();
    const [cluster, outside] = await Promise.all(
      (['cluster', 'outside'] as const).map(async (vantage) => readPart(await collect(gate, { vantage, shard: 1, of: 1 }, output))),
    );
    if (!cluster || !outside) throw new Error('no parts');
    const gapsOf = (ready: string): string[] => {
      const looks = mergeLooks([outside, { ...cluster, target: { ready } }], []);
      return Object.entries(looks).flatMap(([look, { revisions }]) =>
        revisions.flatMap(({ gaps }) => gaps.map(({ code }) => `${code} ${look}`)),
      );
    };
    expect(gapsOf('2020-01-01T00:00:00Z')).toEqual([]);
    const late = gapsOf('2100-01-01T00:00:00Z');
    expect(late).toContain('gap/SEEN_BEFORE_CHANGE web/discovery');
    expect(late).toHaveLength(Object.values(outside.looks).filter(({ vantage }) => vantage === 'outside').length);
  });
});

/** A part as if it lay on disk. */
const stored = (document: Part): StoredPart => ({
  folder: document.part.vantage,
  document,
  manifest: '',
  bytes: () => new Uint8Array(),
  journal: () => [],
});

function problemsOf(...input: Parameters<typeof fittingParts>): readonly string[] {
  try {
    fittingParts(...input);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ code }) => code);
    throw error;
  }
}

/** Writes a part as it would have been collected otherwise, with its hashes. */
function rewrite(folder: string, change: (part: Part) => Part): void {
  writeFileSync(join(folder, 'part.json'), canonicalJson(change(readPart(folder))));
  const file = join(folder, 'manifest.sha256');
  const names = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(66));
  writeFileSync(file, names.map((name) => `${contentHash(readFileSync(join(folder, name)))}  ${name}\n`).join(''));
}

const readPart = (folder: string): Part => Part.parse(JSON.parse(readFileSync(join(folder, 'part.json'), 'utf8')));

describe('verify collect and verify merge', { timeout: 60_000 }, () => {
  const variables = { TEST_GATE_SECRET: 'long-enough-secret', VERIFY_PARTS_KEY: key };

  it('give the verdict of a run, with checks of the scenarios’ own', async () => {
    const cluster = await verify(['collect', '--env', 'one', '--suite', 'health', '--vantage', 'cluster'], {}, variables);
    expect(cluster).toMatchObject({ exitCode: 0, wroteReports: false });
    expect(cluster.out).toContain('Collected cluster: 0 looks, 0 gaps, in ');
    const outside = await verify(
      ['collect', '--env', 'one', '--suite', 'health', '--vantage', 'outside', '--shard', 'job/2'],
      {},
      { ...variables, JOB_COMPLETION_INDEX: '0' },
    );
    expect(outside.out).toContain('Collected outside 1/2: 1 looks, 0 gaps, in ');
    const merged = await verify(['merge', join(cluster.folder, 'parts'), join(outside.folder, 'parts')], {}, { TEST_GATE_SECRET: '' });
    expect(merged.err).toBe('');
    expect(merged.exitCode).toBe(0);
    const [run = ''] = listRuns(join(merged.folder, 'reports'), 'one', 'health');
    expect(readRun(run).record.run.parts?.map(({ name }) => name)).toEqual(['outside 1/2', 'cluster']);
    expect(readdirSync(run).toSorted()).toEqual([
      'events.jsonl',
      'evidence',
      'junit.xml',
      'manifest.sha256',
      'report.html',
      'run.json',
      'summary.json',
    ]);
    const other = await verify(['merge', join(cluster.folder, 'parts')], { suite: `${suiteOf()}// Another one.` }, variables);
    expect(other).toMatchObject({ exitCode: 2, wroteReports: false });
    expect(other.err).toContain('SCENARIOS_DIFFER');
  });

  it('do not start without the key, or with a shard that there is not', async () => {
    const collecting = ['collect', '--env', 'one', '--suite', 'health'];
    expect(await refused(collecting, { ...variables, VERIFY_PARTS_KEY: '' })).toContain('VERIFY_PARTS_KEY is not set');
    expect(await refused(collecting, { ...variables, VERIFY_PARTS_KEY: 'short' })).toContain('has 5 characters');
    expect(await refused([...collecting, '--shard', '7/6'], variables)).toContain('BAD_SHARD');
  });

  it('ask for the secrets of their own looks alone', async () => {
    const asks = suiteOf(
      undefined,
      undefined,
      'async (_params, { secret, run }) => ({ value: { it: secret(run.environment.gate.admin.secret) } })',
    );
    const without = { VERIFY_PARTS_KEY: key };
    expect((await verify(['collect', '--env', 'one', '--vantage', 'cluster'], { suite: asks }, without)).exitCode).toBe(0);
    const { exitCode, out, folder } = await verify(['collect', '--env', 'one', '--vantage', 'outside'], { suite: asks }, without);
    expect(exitCode).toBe(0);
    expect(out).toContain('1 gaps');
    const { looks } = readPart(join(folder, 'parts/outside-1-of-1')).record;
    expect(looks['test/look']?.revisions[0]?.gaps[0]).toMatchObject({
      code: 'gap/SECRET_MISSING',
      reason:
        'The secret for gate.admin.secret is missing: it is looked for in the environment variable TEST_GATE_SECRET, and it is not set.',
    });
  });
});

async function refused(args: readonly string[], variables: Readonly<Record<string, string>>): Promise<string> {
  const { exitCode, err, folder } = await verify(args, {}, variables);
  expect({ exitCode, wrote: existsSync(join(folder, 'parts')) }).toEqual({ exitCode: 2, wrote: false });
  return err;
}

describe('the examples of parts', () => {
  it('are YAML, and use flags that there are', async () => {
    const folder = join(import.meta.dirname, '../../../docs/examples');
    for (const name of ['github-matrix.yml', 'kubernetes-jobs.yaml']) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const document of parseAllDocuments(text)) expect(document.errors).toEqual([]);
      const commands = text.split('\n').filter((line) => /\bcollect\b.*--|\bmerge\b parts/.test(line) && !line.trim().startsWith('#'));
      expect(commands.length).toBeGreaterThan(1);
      for (const line of commands) {
        const command = /\bcollect\b/.test(line) ? 'collect' : 'merge';
        const { out } = await verify([command, '--help']);
        for (const [flag] of line.replace(/^.*?\b(?:collect|merge)\b/, '').matchAll(/--[a-z-]+/g)) expect(out).toContain(flag);
      }
    }
  });
});
