import { expect } from 'vitest';
import { told, verify, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

/** Before the release is deployed: its rollback plan is computed by starting the new version on a restored copy, and pre-release goes by it. */
export async function planIsComputed(place: Place, scenarios: string): Promise<void> {
  const { lab, reports } = place;
  const release = ['--release', 'lab-26.7.4', '--scenarios', scenarios];
  const computed = await verify(['plan-rollback', '--env', 'lab', '--lab', lab, '--reports', reports, ...release, '--format', 'json']);
  expect(computed.exitCode, computed.stderr).toBe(0);
  const plan: unknown = JSON.parse(computed.stdout);
  expect(plan).toMatchObject({
    plan: 'B',
    decidedBy: 'change-sets-differ',
    declared: { plan: 'B' },
    strongEnough: true,
    notTried: null,
    forecast: { changeSets: [{ table: 'databasechangelog', count: 45 }], sql: { file: 'lab-26.7.4.sql' } },
    probeBudget: { seconds: 150 },
  });
  const run = await verifyLab(place, ['--suite', 'pre-release', ...release, '--only', 'release/rollback-plan-declared']);
  const facts = run.record.results.flatMap((result) => result.facts);
  expect(facts, told(run.record)).toContainEqual({
    name: 'computed rollback plan',
    value: "B: the new version changes Keycloak's change log: 45 change sets, as it did on a restored copy",
  });
}
