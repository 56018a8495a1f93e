import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordCaught } from './faults.ts';
import { repository, told, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

/** What can be wrong with a release before anything is deployed: nothing in the lab, but in what people wrote. */
const releaseVariants = [
  { title: 'a stand-by that is over', from: '2099-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', cause: 'release/STAND_BY_NOT_VALID' },
  { title: 'a rollback plan that is too weak', from: "plan: 'B'", to: "plan: 'A'", cause: 'release/PLAN_TOO_WEAK' },
] as const;

/** Variants of the lab's release, in scenarios of their own. */
export function releasesThatAreRefused(place: () => Place): void {
  for (const { title, from, to, cause } of releaseVariants) {
    test(`refused: ${title}`, async () => {
      // Within the repository, where the packages that scenarios import are found.
      const scenarios = join(repository, `.scratch-${process.pid}`, 'scenarios');
      try {
        cpSync(join(repository, 'scenarios'), scenarios, { recursive: true });
        const file = join(scenarios, 'releases', 'lab-26.7.4.ts');
        const text = readFileSync(file, 'utf8');
        expect(text).toContain(from);
        writeFileSync(file, text.replace(from, to));
        const run = await verifyLab(place(), ['--scenarios', scenarios, '--suite', 'pre-release', '--only', 'release']);
        const codes = run.record.results.flatMap(({ findings, gaps }) => [...findings, ...gaps].map(({ code }) => code));
        expect(codes, told(run.record)).toEqual([cause]);
        expect(run.exitCode).toBe(1);
        recordCaught(run);
      } finally {
        rmSync(join(scenarios, '..'), { recursive: true, force: true });
      }
    });
  }
}
