import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePolicy, substanceHash } from '@keycloak-release-gate/core';
import type { Confirmation, Cover, PolicySentence, Release } from '@keycloak-release-gate/core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { SuiteSteps } from '../src/policy/matrix.ts';
import { indexRuns } from '../src/release/run-index.ts';
import type { Asked } from '../src/release/asked.ts';
import { recordedIn } from '../src/release/status/gather.ts';
import { policyProgress } from '../src/release/status/progress.ts';
import type { PolicyProgress, ProgressEnvironment, ProgressStep } from '../src/release/status/model.ts';
import { terminalOverview, terminalProgress } from '../src/release/status/terminal.ts';
import { environment, verify } from './run-program.ts';
import { releaseOf, rules, runId, timeOf, writeRun } from './release-records.ts';
import type { Ran } from './release-records.ts';
import { drillOf } from './sample-drill.ts';

const scratch = mkdtempSync(join(tmpdir(), 'status-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const policy: readonly PolicySentence[] = Object.values(
  definePolicy({
    preparation: {
      inOrder: {
        sentence: 'In this order',
        covers: [{ by: 'what follows', sentences: ['preparation/deployed', 'preparation/board', 'preparation/planned'] }],
      },
      deployed: 'It is deployed on test and acc',
      seen: 'The state before is seen',
      board: { sentence: 'The board approves', covers: [{ by: 'confirmation', type: 'board approval' }] },
      planned: { sentence: 'The release is planned', covers: [{ by: 'release file', member: 'window', record: 'when' }] },
      standBy: { sentence: 'An engineer is on stand-by', covers: [{ by: 'confirmation', type: 'stand-by engineer' }] },
    },
    upgrade: { validate: 'The release is validated' },
    rollback: {
      why: { sentence: 'Despite all', covers: [{ by: 'nothing', why: 'It says why.' }] },
      call: { sentence: 'On a call', covers: [{ by: 'confirmation', type: 'on the call' }] },
      down: 'Keycloak is taken down',
      validate: 'The old version is validated',
    },
  }),
).flatMap((chapter) => Object.values(chapter));

/** A policy of one sentence, that is covered so. */
const policyOfOne = (covers: readonly Cover[], id = 'preparation/one'): readonly PolicySentence[] => [{ id, sentence: id, covers }];

const held = (suite: string, id: string, check = 'test/good'): SuiteSteps => ({
  suite,
  title: suite,
  steps: [{ policy: id, sentence: id, checks: [{ id: check, title: check, each: false }] }],
});
const suites: readonly SuiteSteps[] = [
  {
    ...held('pre-release', 'preparation/seen'),
    steps: [held('', 'preparation/deployed', 'release/proven-before').steps, held('', 'preparation/seen').steps].flat(),
  },
  held('post-deploy', 'upgrade/validate'),
  held('pre-restore', 'rollback/down'),
  held('post-rollback', 'rollback/validate'),
];
const policyOf: Readonly<Record<string, readonly string[]>> = {
  'pre-release': ['preparation/seen'],
  'post-deploy': ['upgrade/validate'],
  'pre-restore': ['rollback/down'],
  'post-rollback': ['rollback/validate'],
};

/** What these records' suite asks for. */
const asked: Asked = { checks: [{ key: 'test/good', id: 'test/good', isKnown: true }] };

interface Known {
  readonly environments?: Readonly<Record<string, Partial<ProgressEnvironment>>>;
  readonly sentences?: readonly PolicySentence[];
}

function progress(
  runs: readonly Ran[],
  release: Release = releaseOf(),
  now = timeOf(100),
  change: (reports: string) => void = () => undefined,
  { environments = {}, sentences = policy }: Known = {},
): PolicyProgress {
  const reports = mkdtempSync(join(scratch, 'reports-'));
  for (const ran of runs) writeRun(reports, { policy: policyOf[ran.suite] ?? [], ...ran });
  change(reports);
  const index = indexRuns([{ folder: reports, name: 'reports' }], { environments: release.environments, suites: Object.keys(policyOf) });
  return policyProgress({
    policy: sentences,
    suites,
    release,
    environments: release.environments.map((id) => {
      const of = { id, production: id === 'prod' };
      const promotion = { ...of, publicUrl: `https://sso-${id}.example`, realms: ['main'], unset: [] };
      return { ...of, promotion, ...recordedIn(id, release, { index, rules, asked }), ...environments[id] };
    }),
    refused: index.refused.map(({ where, message }) => `${where}: ${message}`),
    now,
  });
}

/** `upgrade/validate test done` of each step, in the policy's order. */
const states = ({ steps }: PolicyProgress): string[] =>
  steps.map(({ id, environment: where, part, state }) => [id, where, part, state].flatMap((word) => word ?? []).join(' '));
const step = ({ steps }: PolicyProgress, id: string, where?: string): ProgressStep | undefined =>
  steps.find((each) => each.id === id && each.environment === where);

const confirmed = (type: Confirmation['type'], more: Partial<Confirmation> = {}): Confirmation => ({
  type,
  release: '2026-11',
  person: 'Jason Board',
  role: 'board',
  statement: 'Yes.',
  confirmedAt: timeOf(20),
  validFrom: timeOf(20),
  expiresAt: timeOf(1000),
  ...more,
});
const window = { from: '2026-11-30T18:00:00+01:00', to: '2026-11-30T20:00:00+01:00' };
const through = (environmentId: string, number: number): Ran[] => [
  { suite: 'pre-release', environment: environmentId, number },
  { suite: 'post-deploy', environment: environmentId, number: number + 1 },
];

it('of a new release: the first environment comes first, and what nobody can prove is told', () => {
  const told = progress([]);
  expect(states(told)).toEqual([
    'preparation/inOrder missing',
    'preparation/deployed test missing',
    'preparation/deployed acc missing',
    'preparation/seen test missing',
    'preparation/seen acc missing',
    'preparation/seen prod missing',
    'preparation/board prod board approval missing',
    'preparation/planned window missing',
    'preparation/standBy test stand-by engineer missing',
    'preparation/standBy acc stand-by engineer missing',
    'preparation/standBy prod stand-by engineer missing',
    'upgrade/validate test missing',
    'upgrade/validate acc missing',
    'upgrade/validate prod missing',
    'rollback/why not provable',
    'rollback/call prod on the call not needed',
    'rollback/down test not needed',
    'rollback/down acc not needed',
    'rollback/down prod not needed',
    'rollback/validate test not needed',
    'rollback/validate acc not needed',
    'rollback/validate prod not needed',
  ]);
  expect(told).toMatchObject({ exitCode: 0, events: [], next: { environment: 'test' } });
  expect(step(told, 'preparation/board', 'prod')?.next).toEqual({
    what: 'Have it confirmed: board approval',
    command: "verify confirm 2026-11 --type 'board approval' --environment prod",
    who: 'the release board',
  });
  expect(step(told, 'upgrade/validate', 'acc')?.because).toBe('post-deploy has not run on acc as a whole. It comes after test.');
});

it('of a release that went all the way: done, by what evidence and when', () => {
  const release = releaseOf({
    window,
    confirmations: [confirmed('board approval'), confirmed('stand-by engineer', { person: 'Dana', expiresAt: '2026-12-01T00:00:00Z' })],
  });
  const told = progress([...through('test', 1), ...through('acc', 11), ...through('prod', 31)], release);
  expect(states(told).filter((state) => !/done$|not needed$|not provable$/.test(state))).toEqual([]);
  expect(told).toMatchObject({ exitCode: 0 });
  expect(told.next).toBeUndefined();
  expect(step(told, 'upgrade/validate', 'prod')).toEqual({
    id: 'upgrade/validate',
    sentence: 'The release is validated',
    environment: 'prod',
    state: 'done',
    because: '1 check passed',
    evidence: { run: runId(32), at: timeOf(32) },
  });
  expect(step(told, 'preparation/board', 'prod')).toMatchObject({
    state: 'done',
    evidence: { confirmation: 'Jason Board', at: timeOf(20) },
  });
  expect(told.events.map(({ at }) => at)).toEqual([1, 2, 11, 12, 20, 20, 31, 32].map(timeOf));
});

describe('a stand-by', () => {
  const of = (expiresAt: string, soakHours = 0) =>
    step(
      progress([], releaseOf({ window, soakHours, confirmations: [confirmed('stand-by engineer', { person: 'Dana', expiresAt })] })),
      'preparation/standBy',
      'prod',
    );
  it('covers the window and the time for which the release is watched', () => {
    expect(of('2026-11-30T21:30:00Z', 2)).toMatchObject({ state: 'done' });
    expect(of('2026-11-30T20:30:00Z', 2)).toMatchObject({
      state: 'missing',
      because: expect.stringContaining('Nobody is on stand-by at 2026-11-30T20:30:00Z, within the window from') as string,
    });
  });
  it('is not needed for plan A', () => {
    expect(step(progress([], releaseOf({ rollback: { plan: 'A', reason: 'none' } })), 'preparation/standBy', 'prod')).toMatchObject({
      state: 'not needed',
    });
  });
});

it('tells the story of a failed release: what failed, plan B, and that the old version is back', () => {
  const release = releaseOf({
    window,
    confirmations: [confirmed('on the call', { person: 'Dana', confirmedAt: timeOf(33), validFrom: timeOf(33) })],
  });
  const before = [...through('test', 1), ...through('acc', 11)];
  const failed: Ran[] = [
    ...before,
    { suite: 'pre-release', environment: 'prod', number: 31 },
    { suite: 'post-deploy', environment: 'prod', number: 32, saw: 'bad' },
  ];
  const underWay = progress(failed, release);
  expect(step(underWay, 'upgrade/validate', 'prod')).toMatchObject({ state: 'failed', because: 'bad', evidence: { run: runId(32) } });
  expect(step(underWay, 'rollback/down', 'prod')).toMatchObject({
    state: 'missing',
    next: { command: 'verify --env prod --suite pre-restore --release 2026-11' },
  });
  expect(step(underWay, 'rollback/down', 'test')).toMatchObject({ state: 'not needed' });
  expect(step(underWay, 'rollback/call', 'prod')).toMatchObject({ state: 'done' });
  expect(underWay.exitCode).toBe(1);
  const restored = progress(
    [...failed, { suite: 'pre-restore', environment: 'prod', number: 34 }, { suite: 'post-rollback', environment: 'prod', number: 36 }],
    release,
  );
  expect(step(restored, 'rollback/validate', 'prod')).toMatchObject({ state: 'done', evidence: { run: runId(36), at: timeOf(36) } });
  expect(step(restored, 'upgrade/validate', 'prod')?.because).toBe(`bad; rolled back since (post-rollback, ${timeOf(36)})`);
  expect(restored.events.filter(({ environment: where }) => where === 'prod').map(({ what }) => what)).toEqual([
    'pre-release: pass',
    'post-deploy: fail (test/good)',
    'pre-restore: pass',
    'post-rollback: pass',
  ]);
  const page = terminalProgress(restored, 'Europe/Brussels', { colour: false });
  expect(page).toContain(`2026-11-24 03:00  prod: post-rollback: pass (${runId(36)})`);
  expect(page).toContain('✗ prod: failed: bad; rolled back since');
});

it('does not count what was good and rolled back since', () => {
  const told = progress([...through('test', 1), { suite: 'post-rollback', number: 5 }]);
  expect(step(told, 'upgrade/validate', 'test')).toMatchObject({
    state: 'missing',
    next: { what: 'Deploy it again, or close the release' },
  });
  expect(step(told, 'preparation/seen', 'test')).toMatchObject({
    state: 'missing',
    because: `It was good; rolled back since (post-rollback, ${timeOf(5)}).`,
  });
  expect(step(told, 'preparation/deployed', 'test')).toMatchObject({ state: 'failed' });
});

it('counts the newest whole run, and a failure that a narrowed or interrupted one saw after it', () => {
  expect(
    step(progress([...through('test', 1), { suite: 'post-deploy', number: 5, partial: '--only x' }]), 'upgrade/validate', 'test'),
  ).toMatchObject({
    state: 'done',
    evidence: { run: runId(2) },
  });
  expect(
    step(
      progress([...through('test', 1), { suite: 'post-deploy', number: 5, partial: '--only x', saw: 'bad' }]),
      'upgrade/validate',
      'test',
    ),
  ).toMatchObject({ state: 'failed', because: 'bad' });
  const interrupted = { suite: 'post-deploy', number: 5, interrupted: 'SIGINT' } as const;
  expect(step(progress([...through('test', 1), { ...interrupted, saw: 'bad' }]), 'upgrade/validate', 'test')).toMatchObject({
    state: 'failed',
    because: 'bad',
  });
  expect(step(progress([...through('test', 1), interrupted]), 'upgrade/validate', 'test')).toMatchObject({ state: 'done' });
  expect(progress([...through('test', 1), { suite: 'post-deploy', number: 5, saw: 'nothing' }])).toMatchObject({ exitCode: 3 });
});

it('does not count a run of before a change of what is released', () => {
  const told = progress(through('test', 1), releaseOf({ commit: '4f1c6a3d' }));
  expect(step(told, 'upgrade/validate', 'test')).toMatchObject({
    state: 'missing',
    because: `What is released was changed since (${timeOf(2)}).`,
  });
});

it('does not believe a record that was edited', () => {
  const told = progress(through('test', 1), releaseOf(), timeOf(100), (reports) => {
    const file = join(reports, 'test', 'post-deploy', runId(2), 'run.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('robin', 'rubin'));
  });
  expect(step(told, 'upgrade/validate', 'test')).toMatchObject({
    state: 'failed',
    because: expect.stringContaining('run.json does not have the hash that manifest.sha256 gives') as string,
  });
  expect(told.exitCode).toBe(1);
});

it('is done only where the newest whole run is good and nothing took it back', () => {
  const ran = fc.record({
    suite: fc.constantFrom('pre-release', 'post-deploy', 'post-deploy', 'post-rollback'),
    saw: fc.constantFrom('good' as const, 'good' as const, 'bad' as const, 'nothing' as const),
    partial: fc.option(fc.constant('--only x'), { nil: undefined, freq: 3 }),
  });
  fc.assert(
    fc.property(fc.array(ran, { maxLength: 4 }), (runs) => {
      const numbered = runs.map(({ partial, ...run }, number): Ran => ({ ...run, number, ...(partial === undefined ? {} : { partial }) }));
      const newest = numbered.findLast(({ suite, partial }) => suite === 'post-deploy' && partial === undefined);
      const after = numbered.filter(({ number }) => newest !== undefined && number > newest.number);
      const isGood =
        newest?.saw === 'good' && !after.some(({ suite, saw }) => suite === 'post-rollback' || (suite === 'post-deploy' && saw === 'bad'));
      expect(step(progress(numbered), 'upgrade/validate', 'test')?.state === 'done').toBe(isGood);
    }),
    { numRuns: 40 },
  );
});

const planA = releaseOf({ rollback: { plan: 'A', reason: 'none' } });

it('names what is to be done in an environment in its order: said, pre-release, post-deploy', () => {
  const cases: readonly (readonly [Release, readonly Ran[]])[] = [
    [releaseOf(), []],
    [planA, []],
    [planA, [{ suite: 'pre-release', number: 1 }]],
    [planA, through('test', 1)],
  ];
  expect(cases.map(([release, runs]) => progress(runs, release).next?.next?.command)).toEqual([
    "verify confirm 2026-11 --type 'stand-by engineer' --environment test",
    'verify --env test --suite pre-release --release 2026-11',
    'verify --env test --suite post-deploy --release 2026-11',
    'verify --env acc --suite pre-release --release 2026-11',
  ]);
});

it('names the first of the environments whose logs nobody has reviewed', () => {
  const sentences = policyOfOne([{ by: 'confirmation', type: 'logs reviewed' }]);
  const reviewed = (...places: readonly string[]) => {
    const confirmations = places.map((place) => confirmed('logs reviewed', { environment: place }));
    return step(progress([], releaseOf({ confirmations }), timeOf(100), undefined, { sentences }), 'preparation/one', 'prod');
  };
  const command = (place: string): string => `verify confirm 2026-11 --type 'logs reviewed' --environment ${place}`;
  expect([reviewed(), reviewed('acc'), reviewed('test')].map((each) => each?.next?.command)).toEqual(['test', 'test', 'acc'].map(command));
  expect(reviewed('test', 'acc')).toMatchObject({ state: 'done' });
});

it('takes the board at its word only where acc was found good before', () => {
  const sentences = policyOfOne([{ by: 'confirmation', type: 'board approval' }]);
  const board = (...passes: readonly number[]) => {
    const runs = passes.map((number): Ran => ({ suite: 'post-deploy', environment: 'acc', number }));
    return step(
      progress(runs, releaseOf({ confirmations: [confirmed('board approval')] }), timeOf(100), undefined, { sentences }),
      'preparation/one',
      'prod',
    );
  };
  expect([board(19), board(19, 21)].map((each) => each?.state)).toEqual(['done', 'done']);
  expect(board(21)).toMatchObject({
    state: 'missing',
    because: expect.stringContaining(`given at ${timeOf(20)}, and the release was found good on acc only at `) as string,
    next: { command: "verify confirm 2026-11 --type 'board approval' --environment prod" },
  });
});

describe('what commands write down', () => {
  const sentences = ['verify plan-rollback', 'verify backup drill', 'verify request', 'verify release status'].flatMap((command, index) =>
    policyOfOne([{ by: 'command', command, record: 'it' }], `preparation/${index}`),
  );
  const prod = (known: Partial<ProgressEnvironment>, release: Release = releaseOf()) =>
    progress([], release, timeOf(100), undefined, { sentences, environments: { prod: known } }).steps.flatMap(
      ({ part, state, next, environment: where }) => (part === undefined ? [] : [[where, part, state, next?.command, next?.who]]),
    );
  const pin = { name: 'a.dump', sha256: 'a'.repeat(64) };
  const takenAt = { earliest: timeOf(1), latest: timeOf(1) };
  const drill = drillOf({ ...pin, kind: 'custom', bytes: 1, source: '/', takenAt, database: 'keycloak' }, timeOf(3));
  const plan = { plan: 'B', at: timeOf(2), because: 'it is' };
  const made = (release: Release): NonNullable<ProgressEnvironment['request']> => ({
    format: 'keycloak-release-gate/request',
    version: 1,
    release: release.id,
    substance: substanceHash(release),
    at: timeOf(3),
    verdict: 'ready',
  });
  const open = {
    plan: ['prod', 'computed plan', 'missing', 'verify plan-rollback --env prod --release 2026-11', 'Ann Author'],
    drill: ['prod', 'backup drill', 'missing', 'verify backup drill --env prod', 'the engineer who can restore the database'],
    request: ['prod', 'request', 'missing', 'verify request 2026-11', 'Ann Author'],
  };
  const done = (part: string) => ['prod', part, 'done', undefined, undefined];

  it('is asked for where the release goes in the end, as long as it is not there', () => {
    expect(prod({})).toEqual([open.plan, open.drill, open.request]);
    expect(prod({}, planA)).toEqual([open.plan, ['prod', 'backup drill', 'not needed', undefined, undefined], open.request]);
    expect(prod({ plan, drills: [drill], request: made(releaseOf()), pin })).toEqual(
      ['computed plan', 'backup drill', 'request'].map(done),
    );
  });
  it('does not count where it is of another release, backup or plan', () => {
    const other = { plan: { ...plan, outdated: 'It is of another.' }, drills: [drill], request: made(releaseOf({ commit: '4f1c6a3d' })) };
    expect(prod({ ...other, pin: { ...pin, sha256: 'b'.repeat(64) } })).toEqual([open.plan, open.drill, open.request]);
    const unready = {
      plan,
      drills: [{ ...drill, level: 'L3' as const }],
      request: { ...made(releaseOf()), verdict: 'not ready' as const },
    };
    expect(prod(unready)).toEqual([done('computed plan'), open.drill, open.request]);
    const keycloak = { version: '26.4.0', ready: false, loggedIn: null, why: 'it ended' };
    const shut = { plan, drills: [{ ...drill, level: 'L5' as const, keycloak }], request: made(releaseOf()) };
    const [where, part, , ...rest] = open.drill;
    expect(prod(shut)).toEqual([done('computed plan'), [where, part, 'failed', ...rest], done('request')]);
  });
});

describe('what was proven before is told as pre-release tells it:', () => {
  const ran = (where: string, number: number, digest: string): Ran => ({
    suite: 'post-deploy',
    environment: where,
    number,
    digest: `sha256:${digest.repeat(64)}`,
  });
  const deployed = (runs: readonly Ran[], environments: Known['environments'] = {}) =>
    progress(runs, planA, timeOf(100), undefined, { environments }).steps.flatMap(({ id, environment: where, state, because }) =>
      id === 'preparation/deployed' ? [`${where} ${state}: ${because}`] : [],
    );
  const to = (more: Partial<ProgressEnvironment['promotion']>): Known['environments'] => ({
    prod: { promotion: { id: 'prod', production: true, unset: [], ...more } },
  });
  const good = [ran('test', 1, 'a'), ran('acc', 2, 'a')];
  const passed = ['test done: post-deploy passed', 'acc done: post-deploy passed'];

  it('another image in one of them', () => {
    expect(deployed(good)).toEqual(passed);
    expect(deployed([ran('test', 1, 'a'), ran('acc', 2, 'b')])[1]).toContain(
      'acc failed: "test" and "acc" were found good with different images',
    );
  });
  it('the same system', () => {
    expect(deployed(good, to({ publicUrl: 'https://sso-acc.example', realms: ['main'] }))[1]).toMatch(/^acc failed: .*"prod" itself/);
  });
  it('an environment that is left out', () => {
    expect(deployed(good, to({ publicUrl: 'https://sso.example', realms: ['main'], promotesFrom: 'int' }))[2]).toMatch(
      /^prod failed: .*does not go there before/,
    );
  });
  it('production first', () => {
    expect(step(progress([], releaseOf({ environments: ['prod'] })), 'preparation/deployed', 'prod')).toMatchObject({
      state: 'not needed',
      because: 'The release 2026-11 goes to "prod" first, which is production: nothing was proven before.',
    });
  });
  it('what cannot be told here is not done, unless what is known tells enough', () => {
    const [first, second] = deployed(good, to({ unset: ['PROD_URL'], realms: ['main'] }));
    expect(first).toMatch(/^test not told: .*PROD_URL not set/);
    expect(second).toMatch(/^acc not told: /);
    expect(deployed(good, to({ unset: ['PROD_URL'], realms: ['other'] }))).toEqual(passed);
  });
});

it('tells when the plan was computed and the database restored', () => {
  const reports = mkdtempSync(join(scratch, 'reports-'));
  writeRun(reports, { suite: 'post-rollback', environment: 'prod', number: 7 });
  const index = indexRuns([{ folder: reports, name: 'reports' }], { environments: ['prod'], suites: ['post-rollback'] });
  const facts = [
    { name: 'executed plan', value: 'B: the database was restored, for it is another' },
    { name: 'restored backup, by its contents', value: 'a.dump' },
  ];
  const restored = recordedIn('prod', releaseOf(), { index, rules, asked }).runs.map((run) => {
    if (!run.read) throw new Error('The run was not read.');
    return { ...run, read: { ...run.read, results: run.read.results.map((each) => ({ ...each, id: 'database/executed-plan', facts })) } };
  });
  const { events } = progress([], releaseOf(), timeOf(100), undefined, {
    environments: { prod: { runs: restored, plan: { plan: 'B', at: timeOf(2), because: 'it is' } } },
  });
  expect(events.map(({ at, what }) => [at, what])).toEqual([
    [timeOf(2), 'rollback plan B was computed: it is'],
    [timeOf(7), 'the database had been restored: a.dump'],
    [timeOf(7), 'post-rollback: pass'],
  ]);
});

it('tells several releases in a line each', () => {
  expect(
    terminalOverview([progress(through('test', 1), planA), progress([{ suite: 'post-deploy', number: 1, saw: 'bad' }], planA)], {
      colour: false,
    }),
  ).toBe(
    `2026-11  ✓ test   ○ acc   ○ prod   next: verify --env acc --suite pre-release --release 2026-11
2026-11  ✗ test   ○ acc   ○ prod   next: verify --env test --suite post-deploy --release 2026-11
`,
  );
  expect(terminalOverview([], { colour: false })).toBe('No release is open.\n');
});

describe('the command', { timeout: 120_000 }, () => {
  const files = (release: string): Readonly<Record<string, string>> => ({
    'scenarios/policy.ts': `import { definePolicy } from '@keycloak-release-gate/core';
export const policy = definePolicy({ upgrade: { validate: 'The release is validated' } });`,
    'scenarios/suites/post-deploy.ts': `import { defineSuite, step } from '@keycloak-release-gate/core';
import { policy } from '../policy.ts';
import { rules } from '../../../../release-records.ts';
export default defineSuite({ id: 'post-deploy', title: 'After', steps: () => [step(policy.upgrade.validate, [{ check: rules.checks.get('test/good'), subject: undefined, words: {} }])] });`,
    'scenarios/environments/test.ts': environment().replace("id: 'one'", "id: 'test'"),
    'scenarios/releases/2026-11.ts': release,
  });
  const release = (more = "environments: ['test']"): string => `import { defineRelease } from '@keycloak-release-gate/core';
export default defineRelease({ id: '2026-11', title: 'Keycloak 26.7.4', description: 'D', ${more}, keycloak: { from: '26.4.0', to: '26.7.4' },
  rollback: { plan: 'B', reason: 'R' }, impact: 'I' });`;
  const reportsWith = (saw: 'good' | 'bad'): string => {
    const reports = mkdtempSync(join(scratch, 'reports-'));
    writeRun(reports, { suite: 'post-deploy', number: 1, saw });
    return reports;
  };

  it('reads scenarios and records, and ends with what it found', async () => {
    const good = await verify(['release', 'status', '2026-11', '--json', '--reports', reportsWith('good')], { files: files(release()) });
    expect({ exitCode: good.exitCode, err: good.err }).toEqual({ exitCode: 0, err: '' });
    expect(JSON.parse(good.out)).toMatchObject({
      steps: [{ id: 'upgrade/validate', environment: 'test', state: 'done', evidence: { run: runId(1), at: timeOf(1) } }],
      events: [{ what: 'post-deploy: pass' }],
    });
    const bad = await verify(['release', 'status', '--records', reportsWith('bad')], { files: files(release()) });
    expect({ exitCode: bad.exitCode, out: bad.out }).toEqual({
      exitCode: 1,
      out: '2026-11  ✗ test   next: verify --env test --suite post-deploy --release 2026-11\n',
    });
  });

  it('refuses a release to an environment that there is not', async () => {
    const { exitCode, err } = await verify(['release', 'status', '2026-11'], { files: files(release("environments: ['tset']")) });
    expect(exitCode).toBe(2);
    expect(err).toContain('The release "2026-11" goes to "tset", and there is no such environment.');
  });
});
