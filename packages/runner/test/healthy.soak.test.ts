import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, keycloakProcess, openLab } from '@keycloak-release-gate/lab';
import type { Lab } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noisyLab, noisyToo } from './lab/noise.ts';
import { loginErrors, lockedUsers, sessionsOfUsers } from './lab/realm-state.ts';
import { labTold } from './lab/told.ts';
import { told, verify, verifyLab } from './lab/verify.ts';
import type { Verified } from './lab/verify.ts';

/** How many times in a row; fewer to try the test itself. */
const times = Number(process.env['SOAK_TIMES'] ?? 100);
const name = `soak-${process.pid}`;
const reports = mkdtempSync(join(tmpdir(), 'verify-soak-'));
const place = { lab: name, reports };
let lab: Lab;

beforeAll(async () => {
  // The command also records the state before the release, which post-deploy compares with.
  const brought = await verify(['lab', 'up', '--lab', name, '--reports', reports], { within: 1_100_000 });
  const opened = brought.exitCode === 0 ? await openLab(name) : undefined;
  if (!opened) throw new Error(`The lab did not come up (exit ${brought.exitCode}):\n${brought.stderr}`);
  lab = opened;
});

afterAll(async () => {
  await down({ name, progress: labTold });
  rmSync(reports, { recursive: true });
});

/** The logins that did not simply pass: one that passed at the second try is among them. */
const notPassed = ({ record }: Verified): readonly string[] =>
  record.results.filter(({ id, outcome }) => id.startsWith('login/') && outcome.kind !== 'pass').map(({ check }) => check);

describe('a healthy lab', () => {
  it.each(Array.from({ length: times }, (_, index) => index + 1))(
    `passes, and keeps its sessions as they were: %i of ${times}`,
    async () => {
      const before = await sessionsOfUsers(lab);
      const run = await verifyLab(place, []);
      expect(run.exitCode, told(run.record)).toBe(0);
      expect(notPassed(run), told(run.record)).toEqual([]);
      expect(await sessionsOfUsers(lab)).toEqual(before);
    },
  );

  it('passes when three in ten answers of Keycloak come two seconds late', async () => {
    await lab.control('balancer.mode', { mode: { kind: 'slow', delayMs: 2_000, share: 0.3 } });
    try {
      const run = await verifyLab(place, []);
      expect(run.exitCode, told(run.record)).toBe(0);
      expect(notPassed(run), told(run.record)).toEqual([]);
    } finally {
      await lab.control('balancer.mode', { mode: { kind: 'normal' } });
    }
  });

  noisyLab(() => place, noisyToo);

  it('had nobody refused, and has nobody locked', async () => {
    expect(await loginErrors(lab)).toEqual([]);
    expect(await lockedUsers(lab)).toEqual([]);
  });
});

describe('a lab that loses a node while people log in', () => {
  it('is never plainly passed, and never hangs', async () => {
    let killed: Promise<void> | undefined;
    const run = await verifyLab(place, [], {
      within: 400_000,
      onProgress: (chunk) => {
        if (chunk.includes('login/journey')) killed ??= killNode();
      },
    });
    if (killed === undefined) throw new Error('No login was looked at.');
    await killed;
    // What has nothing to look at is skipped in a healthy lab, too.
    const outcomes = run.record.results.map(({ outcome }) => outcome.kind).filter((kind) => kind !== 'skipped');
    expect(
      outcomes.some((kind) => kind === 'fail' || kind === 'warn'),
      told(run.record),
    ).toBe(true);
    expect(await lockedUsers(lab)).toEqual([]);
  });
});

/** Kills the Keycloak of one pod, as an administrator would not. */
async function killNode(): Promise<void> {
  const [pod] = (await lab.control('status', {})).pods;
  const running = pod === undefined ? undefined : await keycloakProcess(lab, pod.podName);
  if (running === undefined) throw new Error('No Keycloak runs that could be killed.');
  process.kill(running, 'SIGKILL');
}
