import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { action, actionFolder, inputsOf, outputsOf, startStep, stepOf } from './github/action.ts';
import type { RanStep, RunningStep } from './github/action.ts';
import { interpolate, isRun } from './github/expression.ts';
import type { Status } from './github/expression.ts';
import { jobOf } from './github/workflow.ts';
import { environment, place, suite } from './run-program.ts';

// The action's own steps, in a shell, with GitHub's files and variables. The gate behind them is the real one.

const good = '[alwaysGood()]';
const failing = `[defineCheck({ id: 'test/always-bad', title: 'Bad, ::error::really', why: 'A test', reads: { look }, expects: z.object({}),
  judge: () => ({ findings: [{ code: 'test/BAD', title: 'Bad', severity: 'fail', subject: 'it', message: 'It is bad:\\n100 %, <b>really</b> @robin', remedy: 'Mend it.' }] }) })()]`;
const unseen = `async () => ({ gaps: [{ code: 'test/UNSEEN', subject: 'it', reason: 'It was not seen.', remedy: 'Look again.' }] })`;
const crashing = 'async () => { setTimeout(() => { throw new Error("out of the blue"); }, 0); await new Promise(() => undefined); }';
const killed = 'async () => { process.kill(process.pid, "SIGKILL"); await new Promise(() => undefined); }';
const endless = 'async () => new Promise((resolve) => setTimeout(() => resolve({ value: {} }), 60_000))';

let count = 0;

function scenarios(text: string): string {
  const folder = join(place, `action-${(count += 1)}`);
  for (const kind of ['environments', 'suites', 'releases']) mkdirSync(join(folder, 'scenarios', kind), { recursive: true });
  writeFileSync(join(folder, 'scenarios/environments/one.ts'), environment());
  writeFileSync(join(folder, 'scenarios/suites/health.ts'), text);
  return folder;
}

interface Case {
  readonly suite?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly summaryFile?: string;
}

function start({ suite: text = suite(good), inputs = {}, summaryFile }: Case): {
  readonly running: RunningStep;
  readonly folder: string;
} {
  const folder = scenarios(text);
  const contexts = {
    inputs: inputsOf({ env: 'one', suite: 'health', scenarios: join(folder, 'scenarios'), ...inputs }),
    github: { action_path: actionFolder.replace(/\/$/, ''), run_attempt: '1' },
    steps: { install: { outputs: { node: process.execPath } } },
  };
  return {
    folder,
    running: startStep(stepOf('verify'), { contexts, folder, variables: { TEST_GATE_SECRET: 'long-enough-secret' }, summaryFile }),
  };
}

const run = async (given: Case): Promise<RanStep> => start(given).running.ended;

/** What the example's gates say, to jobs that ended so: by GitHub's own evaluator, and by the shell of the job that is required. */
async function gates(
  gate: { readonly result: string; readonly outputs?: Readonly<Record<string, string>>; readonly attempt?: string },
  status: Status,
): Promise<object> {
  const told = outputsOf(gate.outputs ?? {}, inputsOf({ env: 'one' }));
  const github = { run_attempt: '2' };
  const attempt = gate.attempt ?? interpolate(jobOf('gate').outputs?.['attempt'] ?? '', { github });
  const outputs = gate.outputs
    ? { ...Object.fromEntries(['verdict', 'exit-code'].map((name) => [name, told[name]])), ...(attempt === '' ? {} : { attempt }) }
    : {};
  const needs = { gate: { result: gate.result, outputs }, deploy: { result: 'success' }, validate: { result: gate.result, outputs } };
  const [released] = jobOf('released').steps ?? [];
  const shell = await startStep(released ?? { env: {} }, { contexts: { needs, github }, folder: scenarios('') }).ended;
  return { deploys: isRun(jobOf('deploy').if, { needs, github }, status), released: shell.exitCode === 0 };
}

const ofStep = (step: RanStep): object =>
  gates({ result: step.exitCode === 0 ? 'success' : 'failure', outputs: step.outputs }, step.exitCode === 0 ? 'success' : 'failure');
const no = { deploys: false, released: false };

describe('a step of the action', () => {
  test('that passes opens both gates', async () => {
    const { running, folder } = start({});
    const step = await running.ended;
    const [id = ''] = readdirSync(join(folder, 'reports/one/health'));
    expect(step.outputs).toEqual({
      verdict: 'pass',
      'exit-code': '0',
      'run-id': id,
      'report-path': join(folder, 'reports/one/health', id, 'report.html'),
      'junit-path': join(folder, 'reports/one/health', id, 'junit.xml'),
      'failed-blockers': '[]',
    });
    expect(existsSync(step.outputs['report-path'] ?? '')).toBe(true);
    expect(step.summary).toMatch(/^## ✓ Pass: Health, One\n/);
    expect(step.exitCode).toBe(0);
    await expect(ofStep(step)).resolves.toEqual({ deploys: true, released: true });
  });

  test('that fails says which blocker, in outputs, summary and annotation, and opens neither', async () => {
    const step = await run({ suite: suite(failing) });
    expect(step.exitCode).toBe(1);
    expect(step.outputs).toMatchObject({ verdict: 'fail', 'exit-code': '1', 'failed-blockers': '["test/always-bad"]' });
    expect(step.summary).toContain('## ✗ Fail: Health, One');
    expect(step.summary).toContain('It is bad: 100 %, \\<b\\>really\\</b\\> @\u200Brobin');
    // The title and the message cannot begin a command of their own.
    expect(step.log.match(/^::.*$/gm)).toEqual([
      '::error title=Bad%2C %3A%3Aerror%3A%3Areally::it: It is bad:%0A100 %25, <b>really</b> @robin%0A→ Mend it.%0Atest/BAD',
    ]);
    await expect(ofStep(step)).resolves.toEqual(no);
  });

  test('that could not see says so, and opens neither', async () => {
    const step = await run({ suite: suite(good, 'health', unseen) });
    expect(step.exitCode).toBe(3);
    expect(step.outputs).toMatchObject({ verdict: 'inconclusive', 'exit-code': '3', 'failed-blockers': '[]' });
    expect(step.log).toContain('::error title=Good%3A not verified::it: It was not seen.');
    await expect(ofStep(step)).resolves.toEqual(no);
  });

  test('with a mistake in its configuration shows it, and opens neither', async () => {
    const step = await run({ inputs: { env: 'two' } });
    expect(step.exitCode).toBe(2);
    expect(step.outputs).toEqual({
      verdict: 'configuration',
      'exit-code': '2',
      'run-id': '',
      'report-path': '',
      'junit-path': '',
      'failed-blockers': '[]',
    });
    expect(step.summary).toContain('## ? The configuration is not right');
    expect(step.log).toMatch(/^::error title=UNKNOWN_ENVIRONMENT::There is no environment "two"\./m);
    await expect(ofStep(step)).resolves.toEqual(no);
  });

  test.each([
    ['crashes', crashing, 4],
    ['is killed', killed, 137],
  ])('that %s leaves outputs that open neither', async (_, collect, exitCode) => {
    const step = await run({ suite: suite(good, 'health', collect) });
    expect(step.exitCode).toBe(exitCode);
    expect(step.outputs).toMatchObject({ verdict: 'internal', 'exit-code': String(exitCode), 'run-id': '' });
    await expect(ofStep(step)).resolves.toEqual(no);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('that is cancelled by %s writes its partial report, and opens neither', async (signal) => {
    const { running, folder } = start({
      suite: suite(
        good,
        'health',
        endless
          .replace('async () =>', `async () => { (await import('node:fs')).writeFileSync('looking', ''); return`)
          .replace(/\)$/, '); }'),
      ),
    });
    await expect.poll(() => existsSync(join(folder, 'looking')), { timeout: 20_000 }).toBe(true);
    running.signal(signal);
    const step = await running.ended;
    expect(step.exitCode).toBe(143);
    expect(step.outputs).toMatchObject({ verdict: 'interrupted', 'exit-code': '143' });
    expect(existsSync(step.outputs['report-path'] ?? '')).toBe(true);
    await expect(ofStep(step)).resolves.toEqual(no);
    await expect(gates({ result: 'cancelled', outputs: step.outputs }, 'cancelled')).resolves.toEqual(no);
  });

  test('that succeeds without a verdict opens neither', async () => {
    const step = await run({ inputs: { args: '--help' } });
    expect(step.outputs).toMatchObject({ verdict: 'internal', 'exit-code': '4' });
    expect(step.exitCode).toBe(4);
  });

  test('whose summary cannot be written is no yes', async () => {
    const step = await run({ summaryFile: '/nowhere/summary' });
    expect(step.exitCode).toBe(4);
    expect(step.outputs).toMatchObject({ verdict: 'internal', 'exit-code': '4' });
  });

  test('without a suite runs none, not even that of health, and opens neither', async () => {
    const step = await run({ inputs: { suite: '' } });
    expect(step).toMatchObject({ exitCode: 2, outputs: { verdict: 'configuration', 'exit-code': '2', 'run-id': '' } });
    expect(step.log).toMatch(/^::error title=SUITE_MISSING::Which suite\? Give the input "suite": pre-release, post-deploy/m);
    expect(action.inputs['suite']).toMatchObject({ required: true });
    await expect(ofStep(step)).resolves.toEqual(no);
  });

  test('takes its inputs as they are: nothing in them is run, split or expanded', async () => {
    const step = await run({
      inputs: { env: '$(touch owned)', release: '"; touch owned; "', args: '--deadline\n30\n--only\ntest/* $HOME' },
    });
    expect(step.exitCode).toBe(2);
    expect(step.log).toContain('There is no environment "$(touch owned)".');
    const args = await run({ inputs: { args: '--only\ntest/* $HOME' } });
    expect(args.log).toContain('test/* $HOME');
  });
});

describe('jobs that never said yes', () => {
  test.each([
    ['skipped', 'success'],
    ['cancelled', 'cancelled'],
    ['failure', 'failure'],
    ['success', 'success'],
  ] as const)('a gate that is %s, without outputs', async (result, status) => {
    await expect(gates({ result }, status)).resolves.toEqual(no);
  });

  test.each([
    [{ verdict: 'pass', 'exit-code': '4' }],
    [{ verdict: 'pass', 'exit-code': '' }],
    [{ verdict: 'inconclusive', 'exit-code': '0' }],
    [{ verdict: '', 'exit-code': '0' }],
    [{ verdict: 'passed', 'exit-code': '0' }],
  ])('a gate whose outputs do not both say yes: %o', async (outputs) => {
    await expect(gates({ result: 'success', outputs }, 'success')).resolves.toEqual(no);
  });

  test.each(['1', ''])('a gate that said yes in attempt "%s", where the jobs that failed are run again', async (attempt) => {
    const outputs = { verdict: 'pass', 'exit-code': '0' };
    await expect(gates({ result: 'success', outputs, attempt }, 'success')).resolves.toEqual(no);
    await expect(gates({ result: 'success', outputs, attempt: '2' }, 'success')).resolves.toEqual({ deploys: true, released: true });
  });

  test('a warning opens both', async () => {
    await expect(gates({ result: 'success', outputs: { verdict: 'pass with warnings', 'exit-code': '0' } }, 'success')).resolves.toEqual({
      deploys: true,
      released: true,
    });
  });

  test('a workflow that is cancelled after the gate deploys nothing', async () => {
    const outputs = { verdict: 'pass', 'exit-code': '0' };
    await expect(gates({ result: 'success', outputs }, 'cancelled')).resolves.toMatchObject({ deploys: false });
  });
});

describe('what the gate reads beside what it sees', () => {
  const git = (folder: string, ...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...args], { cwd: folder });
  };
  const checkedOut = (): string => {
    const folder = scenarios('');
    mkdirSync(join(folder, 'records/acc/drills'), { recursive: true });
    git(folder, 'init', '--quiet', 'records');
    mkdirSync(join(folder, 'reports/acc/pre-release/of-another-release'), { recursive: true });
    return folder;
  };
  /** The job's own steps up to the gate, as a shell runs them. */
  const before = async (id: string, folder: string): Promise<void> => {
    const steps = jobOf(id).steps ?? [];
    for (const step of steps.slice(
      0,
      steps.findIndex((each) => each.uses === './release-gate'),
    ))
      if (step.run !== undefined) expect(await startStep(step, { contexts: {}, folder }).ended).toMatchObject({ exitCode: 0 });
  };

  test('is what is recorded, without the history, and nothing that an earlier run left on the machine', async () => {
    const folder = checkedOut();
    writeFileSync(join(folder, 'records/acc/drills/one.json'), '{}');
    git(join(folder, 'records'), 'add', '--all');
    git(join(folder, 'records'), 'commit', '--quiet', '--message', 'Records');
    await before('gate', folder);
    expect(readdirSync(join(folder, 'reports'), { recursive: true })).toEqual(['acc', 'acc/drills', 'acc/drills/one.json']);
  });

  test('is nothing yet where nothing is recorded', async () => {
    const folder = checkedOut();
    git(join(folder, 'records'), 'commit', '--quiet', '--allow-empty', '--message', 'Records');
    await before('gate', folder);
    expect(readdirSync(join(folder, 'reports'))).toEqual([]);
  });

  test('is after the deploy what was handed over alone', async () => {
    const folder = checkedOut();
    await before('validate', folder);
    expect(existsSync(join(folder, 'reports'))).toBe(false);
    const [first, ...others] = jobOf('validate').steps ?? [];
    expect(first?.run).toBe('rm -rf reports');
    expect(others.some(({ uses = '' }) => uses.startsWith('actions/download-artifact@'))).toBe(true);
  });

  test("holds the board's approval: the job waits for the reviewers of the environment that is released to", () => {
    expect(interpolate(jobOf('gate').environment ?? '', { inputs: { environment: 'prod' } })).toBe('prod');
  });
});

describe('the step that installs', () => {
  let step: RanStep;
  beforeAll(async () => {
    const contexts = { github: { action_path: actionFolder } };
    // Where the registry is, and how it is reached, stands in variables.
    const own = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
    step = await startStep(stepOf('install'), { contexts, folder: scenarios(''), variables: own }).ended;
  }, 120_000);

  test('leaves the Node that the gate runs with', () => {
    expect(step).toMatchObject({ exitCode: 0, outputs: { node: expect.stringMatching(/\/node$/) as unknown } });
  });
});

test('the reports are kept whatever came of the run, under the name that stands in the outputs', () => {
  const keep = action.runs.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
  const contexts = { inputs: inputsOf({ env: 'one' }), steps: { verify: { outcome: 'failure' } } };
  expect(isRun(keep?.if, contexts, 'failure')).toBe(true);
  expect(isRun(keep?.if, contexts, 'cancelled')).toBe(true);
  expect(isRun(keep?.if, { ...contexts, inputs: inputsOf({ env: 'one', artifact: '' }) }, 'success')).toBe(false);
  expect(keep?.with?.['name']).toBe(action.outputs['artifact']?.value);
});
