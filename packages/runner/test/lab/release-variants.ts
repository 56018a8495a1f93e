import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { recordCaught } from './faults.ts';
import { told, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

/** What can be wrong with a release before anything is deployed: nothing in the lab, but in what people wrote. */
const variants = [
  {
    title: 'a stand-by that is over',
    words: [["expiresAt: '2099-01-01T00:00:00Z'", "expiresAt: '2026-01-02T00:00:00Z'"]],
    cause: 'release/STAND_BY_EXPIRED',
  },
  {
    title: 'a stand-by for another backup than would be restored',
    words: [["type: 'stand-by engineer',", `type: 'stand-by engineer', backup: '${'0'.repeat(64)}',`]],
    cause: 'release/STAND_BY_OTHER_BACKUP',
  },
  {
    title: 'nobody on the call before a restore',
    words: [["type: 'on the call',", "type: 'logs reviewed',"]],
    cause: 'release/CONFIRMATION_MISSING',
    suite: 'pre-restore',
  },
  { title: 'a rollback plan that is too weak', words: [["plan: 'B'", "plan: 'A'"]], cause: 'release/PLAN_TOO_WEAK' },
  {
    title: 'a change of the configuration that plan A does not undo',
    words: [
      ["plan: 'B'", "plan: 'A'"],
      [
        "keycloak: { from: '26.4.0', to: '26.7.4' },",
        "keycloak: { from: '26.4.0', to: '26.4.0' }, deploys: false, expectedChanges: [{ object: 'role/member', change: { op: 'is removed' } }],",
      ],
    ],
    cause: 'release/DESTRUCTIVE_CHANGE',
    // The plan that was computed for the release as it is would be of another pair of versions.
    reports: 'nothing-computed',
  },
] as const;

/** Variants of the lab's release, in scenarios of their own. */
export function releasesThatAreRefused(place: () => Place): void {
  for (const { title, words, cause, ...own } of variants) {
    test(`refused: ${title}`, async () => {
      const { lab, reports } = place();
      const suite = 'suite' in own ? own.suite : 'pre-release';
      const where: Place = 'reports' in own ? { lab, reports: join(reports, own.reports) } : { lab, reports };
      const run = await withChangedScenarios(
        words.map(([from, to]) => ({ file: 'releases/lab-26.7.4.ts', from, to })),
        (scenarios) => verifyLab(where, ['--scenarios', scenarios, '--suite', suite, '--only', 'release']),
      );
      const codes = run.record.results.flatMap(({ findings, gaps }) => [...findings, ...gaps].map(({ code }) => code));
      expect(codes, told(run.record)).toEqual([cause]);
      expect(run.exitCode).toBe(1);
      recordCaught(run);
    });
  }
}
