import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { actionFolder } from './action.ts';

const Job = z.object({
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  if: z.string().optional(),
  environment: z.string().optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z
    .array(
      z.object({
        id: z.string().optional(),
        uses: z.string().optional(),
        with: z.record(z.string(), z.string()).optional(),
        run: z.string().optional(),
        env: z.record(z.string(), z.string()).default({}),
      }),
    )
    .optional(),
});

export const workflowText = readFileSync(join(actionFolder, 'docs/examples/deploy-gate.yml'), 'utf8');

/** The example workflow, as far as the tests read it. */
export const workflow = z.object({ env: z.record(z.string(), z.string()), jobs: z.record(z.string(), Job) }).parse(parse(workflowText));

export function jobOf(id: string): z.infer<typeof Job> {
  const job = workflow.jobs[id];
  if (!job) throw new Error(`The example has no job "${id}".`);
  return job;
}
