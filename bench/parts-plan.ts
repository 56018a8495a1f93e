import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineCheck, defineCollector, defineSuite, step } from '../packages/core/src/index.ts';
import { planSuite } from '../packages/runner/src/plan/plan.ts';
import { runContext } from '../packages/runner/test/synthetic.ts';

/** Four applications in each of fifty parts, each with 20 KB of evidence and a picture of 50 KB. */
export const applications = Array.from({ length: 200 }, (_, index) => `app-${index}`);

const line = 'what one look saw, in a line as long as those of a record. ';
const picture = (seed: string): Uint8Array =>
  Buffer.concat(Array.from({ length: 1_600 }, (_, index) => createHash('sha256').update(`${seed}${index}`).digest()));

const look = defineCollector({
  id: 'bench/look',
  version: 1,
  title: 'A look',
  vantage: 'outside',
  evidence: z.object({ lines: z.array(z.string()) }),
  timeout: 5_000,
  params: (_run, application: string) => ({ application }),
  collect: ({ application }, { attach }) => {
    attach({ name: 'picture', mediaType: 'image/png', content: picture(application) });
    return Promise.resolve({ value: { lines: Array.from({ length: 340 }, (_, index) => `${application} ${index}: ${line}`) } });
  },
});
const check = defineCheck({
  id: 'bench/check',
  title: 'A check',
  why: 'A benchmark',
  about: (application: string) => application,
  reads: { seen: look },
  expects: z.object({}),
  judge: () => ({ findings: [] }),
});
export const suite = defineSuite({
  id: 'bench',
  title: 'A benchmark',
  needsRelease: false,
  steps: () => [
    step(
      { id: 'a/b', sentence: 'A sentence' },
      applications.map((application) => check(application)),
    ),
  ],
});

/** The plan of all parts. */
export function planOfParts(): ReturnType<typeof planSuite> {
  const run = runContext();
  const known = applications.map((id) => ({
    id,
    title: id,
    realm: 'main',
    clientId: id,
    login: { kind: 'service' as const, clientSecret: { secret: 'variable' as const, name: 'X' } },
    severity: 'blocker' as const,
    knownIssues: [],
  }));
  return planSuite(suite, { ...run, environment: { ...run.environment, applications: known } });
}
