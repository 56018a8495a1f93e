import { openLab } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { faultOf, recordCaught } from './faults.ts';
import { told, verifyLab } from './verify.ts';
import type { Place, Verified } from './verify.ts';

/** The failures of a run, each once. */
const failures = ({ record }: Verified): string[] => [
  ...new Set(record.results.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'fail').map(({ code }) => code))),
];

/** A release and both ways back, from a lab that runs 26.4.0. It leaves the lab on 26.4.0, as it found it. */
export function releaseStory(place: () => Place): void {
  test('a release is deployed, rolled back by plan A, which is refused, and by plan B, which is proven', async ({ signal }) => {
    const { lab: name } = place();
    const lab = await openLab(name);
    if (!lab) throw new Error('The lab went away.');
    const suite = (id: string): Promise<Verified> => verifyLab(place(), ['--suite', id, '--release', 'lab-26.7.4']);
    const passes = async (id: string): Promise<void> => {
      const run = await suite(id);
      expect(run.exitCode, `${id}\n${told(run.record)}\n${run.stderr}`).toBe(0);
    };

    await passes('pre-release');
    await lab.deploy('26.7.4');
    await passes('post-deploy');

    await lab.rollback('a');
    const afterPlanA = await suite('post-rollback');
    expect(afterPlanA.exitCode, told(afterPlanA.record)).toBe(1);
    // The old version is up, ready, and logs people in: the database alone tells that the way back is not one.
    // What the migration made of the realm's configuration is left behind, too.
    expect(failures(afterPlanA), told(afterPlanA.record)).toContain('database/SCHEMA_AHEAD');
    expect(failures(afterPlanA).filter((code) => !['database/SCHEMA_AHEAD', 'keycloak-config/NOT_AS_BEFORE'].includes(code))).toEqual([]);
    expect(outcomesOf(afterPlanA, 'login/')).toEqual(['pass']);
    expect(outcomesOf(afterPlanA, 'kubernetes/')).toEqual(['pass']);
    recordCaught(afterPlanA);

    await lab.rollback('b', { until: 'scaled-down' });
    await passes('pre-restore');
    await lab.rollback('b');
    await passes('post-rollback');

    // The old version runs again, from an image that lacks what the old one had.
    const themeLost = faultOf('theme-lost');
    await themeLost.inject(lab, signal);
    try {
      const without = await verifyLab(place(), [
        '--suite',
        'post-rollback',
        '--release',
        'lab-26.7.4',
        '--only',
        'keycloak-config/providers-kept',
      ]);
      expect(failures(without), told(without.record)).toEqual(['keycloak-config/THEME_GONE']);
    } finally {
      await themeLost.heal(lab, signal);
    }
  });
}

/** How the checks of a domain came out, each outcome once. */
const outcomesOf = ({ record }: Verified, domain: string): string[] => [
  ...new Set(record.results.filter(({ id }) => id.startsWith(domain)).map(({ outcome }) => outcome.kind)),
];
