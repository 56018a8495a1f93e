import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { recordCaught } from './faults.ts';
import { told, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

/** What can be wrong with a release before anything is deployed: nothing in the lab, but in what people wrote. */
const variants = [
  {
    title: 'a stand-by that is over',
    from: "expiresAt: '2099-01-01T00:00:00Z'",
    to: "expiresAt: '2026-01-02T00:00:00Z'",
    cause: 'release/STAND_BY_NOT_VALID',
  },
  {
    title: 'a stand-by for another backup than would be restored',
    from: "type: 'stand-by engineer',",
    to: `type: 'stand-by engineer', backup: '${'0'.repeat(64)}',`,
    cause: 'release/STAND_BY_OTHER_BACKUP',
  },
  { title: 'a rollback plan that is too weak', from: "plan: 'B'", to: "plan: 'A'", cause: 'release/PLAN_TOO_WEAK' },
] as const;

/** Variants of the lab's release, in scenarios of their own. */
export function releasesThatAreRefused(place: () => Place): void {
  for (const { title, from, to, cause } of variants) {
    test(`refused: ${title}`, async () => {
      const run = await withChangedScenarios({ file: 'releases/lab-26.7.4.ts', from, to }, (scenarios) =>
        verifyLab(place(), ['--scenarios', scenarios, '--suite', 'pre-release', '--only', 'release']),
      );
      const codes = run.record.results.flatMap(({ findings, gaps }) => [...findings, ...gaps].map(({ code }) => code));
      expect(codes, told(run.record)).toEqual([cause]);
      expect(run.exitCode).toBe(1);
      recordCaught(run);
    });
  }
}
