import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { interpolate } from './expression.ts';

/** The repository's folder: where GitHub would put the action. */
export const actionFolder = fileURLToPath(new URL('../../../../', import.meta.url));

const Step = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  if: z.string().optional(),
  shell: z.literal('bash').optional(),
  env: z.record(z.string(), z.string()).default({}),
  run: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
});
export type Step = z.infer<typeof Step>;

/** What an action's file may say (docs.github.com, "Metadata syntax for GitHub Actions"), as far as this one says it. */
const Action = z.strictObject({
  name: z.string(),
  description: z.string(),
  author: z.string(),
  inputs: z.record(
    z.string(),
    z.strictObject({ description: z.string(), required: z.boolean().optional(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({ using: z.literal('composite'), steps: z.array(Step) }),
});

export const action = Action.parse(parse(readFileSync(join(actionFolder, 'action.yml'), 'utf8')));

export const stepOf = (id: string): Step => {
  const step = action.runs.steps.find((item) => item.id === id);
  if (!step) throw new Error(`The action has no step "${id}".`);
  return step;
};

/** The inputs as GitHub gives them: what is not set has its default. */
export const inputsOf = (given: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(action.inputs).map(([name, { default: text = '' }]) => [name, text])),
  ...given,
});

export interface RanStep {
  readonly exitCode: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A step of a shell, running. */
export interface RunningStep {
  /** Sends a signal to the shell alone, as the runner does to what it started. */
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<RanStep>;
}

let count = 0;

/** Runs what a step runs, as GitHub's runner does: in `bash -eo pipefail`, with its files and variables, and nothing of this process' own. */
export function startStep(
  step: Pick<Step, 'run' | 'env'>,
  {
    contexts,
    folder,
    variables = {},
    summaryFile,
  }: {
    readonly contexts: Readonly<Record<string, unknown>>;
    readonly folder: string;
    readonly variables?: Readonly<Record<string, string>>;
    /** Another file for the summary than one that can be written. */
    readonly summaryFile?: string | undefined;
  },
): RunningStep {
  const files = join(folder, '.github-files', String((count += 1)));
  mkdirSync(files, { recursive: true });
  const [script, output, summary] = ['script.sh', 'output', 'summary'].map((name) => join(files, name)) as [string, string, string];
  for (const file of [output, summary]) writeFileSync(file, '');
  writeFileSync(script, interpolate(step.run ?? '', contexts));
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      ...variables,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summaryFile ?? summary,
      GITHUB_ENV: join(files, 'env'),
      GITHUB_WORKSPACE: folder,
      ...Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, interpolate(text, contexts)])),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return {
    signal: (signal) => child.kill(signal),
    ended: new Promise((resolve) =>
      child.on('close', (exitCode) =>
        resolve({ exitCode, log, outputs: readOutputs(readFileSync(output, 'utf8')), summary: readFileSync(summary, 'utf8') }),
      ),
    ),
  };
}

/** GITHUB_OUTPUT as GitHub reads it: `name=value`, or `name<<word`, lines, and that word; the last value of a name holds. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const here = line.indexOf('<<');
    if (equals >= 0 && (here < 0 || equals < here)) {
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (here < 0) throw new Error(`GitHub refuses the line ${JSON.stringify(line)}`);
    const end = lines.indexOf(line.slice(here + 2), at + 1);
    if (end < 0) throw new Error(`A value has no end: ${line}`);
    outputs[line.slice(0, here)] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

/** The action's outputs, from those of its step. */
export const outputsOf = (step: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [
      name,
      interpolate(value, { steps: { verify: { outputs: step } }, inputs, github: { run_attempt: '1' } }),
    ]),
  );
