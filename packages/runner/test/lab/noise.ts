import { endNoise, makeNoise, makeNoiseMeanwhile, noises } from '@keycloak-release-gate/lab';
import { expect, test } from 'vitest';
import { withChangedScenarios } from './changed-scenarios.ts';
import { codesOf, labOf } from './faults.ts';
import { told, verifyLab } from './verify.ts';
import type { Place } from './verify.ts';

/** Things that look like trouble and are none, made together: a lab in which much goes on. */
export const noisy: readonly (readonly string[])[] = [
  [
    'evicted-leftover',
    'old-warning-event',
    'completed-init-container',
    'running-sidecar',
    'unready-while-starting',
    'debug-log',
    'users-mistype',
    'users-elsewhere',
    'forged-log-line',
    'completed-job',
    'crashing-neighbour',
    'scaled-meanwhile',
    'clients-hang-up',
  ],
  ['json-console-log', 'clients-hang-up', 'debug-container', 'cordoned-node'],
];

/** The same in the third form that Keycloak writes its log in: for who has the time. */
export const noisyToo: readonly (readonly string[])[] = [['ecs-console-log']];

/** A pod that is added while the gate looks is given the time to start. */
const patient = { file: 'environments/lab.ts', from: 'within: 20_000', to: 'within: 60_000' };

/** What is deployed with a noise, the release announces. */
const announcing = (ids: readonly string[]) => ({
  file: 'releases/lab-26.7.4.ts',
  from: "author: 'release engineer',",
  to: `author: 'release engineer',
  expectedChanges: ${JSON.stringify(noises.filter(({ id }) => ids.includes(id)).flatMap(({ announces = [] }) => announces))},`,
});

/** Healthy and noisy stays green: the whole suite passes, without a failure and without a gap. */
export function noisyLab(place: () => Place, groups = noisy): void {
  for (const ids of groups) {
    test(`green, with ${ids.join(', ')}`, async ({ signal }) => {
      const lab = await labOf(place());
      try {
        await makeNoise(lab, ids, signal);
        let meanwhile: Promise<void> | undefined;
        const run = await withChangedScenarios([patient, announcing(ids)], (scenarios) =>
          verifyLab(place(), ['--scenarios', scenarios], {
            onProgress: () => {
              meanwhile ??= makeNoiseMeanwhile(lab, ids, signal);
            },
          }),
        );
        await meanwhile;
        expect(run.exitCode, `${told(run.record)}\n${run.stderr}`).toBe(0);
        const known = noises.filter(({ id }) => ids.includes(id)).flatMap(({ warns = [] }) => warns);
        expect(
          codesOf(run, () => true).filter((code) => !known.includes(code)),
          told(run.record),
        ).toEqual([]);
      } finally {
        await endNoise(lab, ids, signal);
      }
    });
  }
}
