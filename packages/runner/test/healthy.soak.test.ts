import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { labTold } from './lab/told.ts';
import { told, verify, verifyLab } from './lab/verify.ts';

/** How many times in a row; fewer to try the test itself. */
const times = Number(process.env['SOAK_TIMES'] ?? 20);
const lab = `soak-${process.pid}`;
const reports = mkdtempSync(join(tmpdir(), 'verify-soak-'));

beforeAll(async () => {
  // The command also records the state before the release, which post-deploy compares with.
  const brought = await verify(['lab', 'up', '--lab', lab, '--reports', reports], { within: 1_100_000 });
  if (brought.exitCode !== 0) throw new Error(`The lab did not come up (exit ${brought.exitCode}):\n${brought.stderr}`);
});

afterAll(async () => {
  await down({ name: lab, progress: labTold });
  rmSync(reports, { recursive: true });
});

it.each(Array.from({ length: times }, (_, index) => index + 1))(`a healthy lab passes: %i of ${times}`, async () => {
  const run = await verifyLab({ lab, reports }, []);
  expect(run.exitCode, told(run.record)).toBe(0);
});
