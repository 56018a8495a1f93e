import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '@keycloak-release-gate/checks';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { labOf } from './faults.ts';
import { sessionsOfUsers } from './realm-state.ts';
import { journeyOf, told, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

const applications = 'applications/lab.ts';
const environment = 'environments/lab.ts';

/** What people wrote down wrongly, or no longer rightly, of applications: each is told as that, and the others are logged in to all the same. */
const wrong = [
  {
    file: applications,
    from: "const apacheLogin = {\n  kind: 'browser',\n  loggedIn: '#log-out',",
    to: "const apacheLogin = {\n  kind: 'browser',\n  loggedIn: '#log-out[',",
  },
  { file: applications, from: "alias: 'lab-idp', depth: 'login'", to: "alias: 'lab-idp', depth: 'redirect'" },
  { file: environment, from: '    slow,\n    apache,', to: '    apache,' },
  {
    file: environment,
    from: 'deadlineSeconds: 180,',
    to: "deadlineSeconds: 180,\n  notTested: [{ client: 'lab-slow', reason: 'R', owner: 'O', expires: '2026-01-01T00:00:00Z' }],",
  },
];

export function wrongEntries(place: () => Place): void {
  test('what entries of applications say wrongly is told of each, and the others pass', async () => {
    const only = ['login/coverage', ...['apache', 'brokered', 'hops'].map(journeyOf)];
    const run = await withChangedScenarios(wrong, (scenarios) =>
      verifyLab(place(), ['--scenarios', scenarios, '--suite', 'post-deploy', ...only.flatMap((name) => ['--only', name])]),
    );
    expect(seenOf(run, [...only, 'login/test-user'])).toEqual({
      'login/coverage[lab]': ['fail', 'login/ACCEPTANCE_EXPIRED'],
      'login/test-user[apache-user]': ['pass'],
      'login/test-user[brokered-user]': ['pass'],
      'login/test-user[hops-user]': ['pass'],
      [journeyOf('apache')]: ['fail', 'login/SELECTOR_INVALID'],
      [journeyOf('brokered')]: ['inconclusive', 'login/IDP_ONLY_REDIRECT'],
      [journeyOf('hops')]: ['pass'],
    });
  });

  test('a browser that ends in the middle is no failure of the application, and leaves no session', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
    const chromium = join(folder, 'chromium');
    try {
      // It comes up, and is gone before a slow application shows that one is logged in.
      writeFileSync(chromium, `#!/bin/sh\nexec timeout --signal=KILL 6 ${await findChromium()} "$@"\n`);
      chmodSync(chromium, 0o755);
      const ends = { file: environment, from: "id: 'lab',", to: `id: 'lab',\n  chromium: '${chromium}',` };
      const lab = await labOf(place());
      const before = await sessionsOfUsers(lab);
      const run = await withChangedScenarios(ends, (scenarios) =>
        verifyLab(place(), ['--scenarios', scenarios, '--suite', 'health', '--only', journeyOf('slow')]),
      );
      expect(seenOf(run, [journeyOf('slow')]), told(run.record)).toEqual({
        [journeyOf('slow')]: ['inconclusive', 'login/BROWSER_CRASHED'],
      });
      expect(await sessionsOfUsers(lab), 'sessions of the gate’s own that were left').toEqual(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

/** Outcome and codes of these checks. */
const seenOf = ({ record }: Verified, names: readonly string[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    record.results
      .filter(({ check, id }) => names.includes(check) || names.includes(id))
      .map(({ check, outcome, findings, gaps }) => [
        check,
        [outcome.kind, ...findings.map(({ code }) => code), ...gaps.map(({ code }) => code)],
      ]),
  );
