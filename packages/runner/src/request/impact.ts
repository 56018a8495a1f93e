import type { Exhibit, RunRecord } from '@keycloak-release-gate/core';
import { countOf } from '../report/words.ts';
import type { Impact, RequestInput } from './model.ts';

/** Whom the release touches: as its author says, and as it was computed. */
export function impactIn({ release, target, tried, plans }: RequestInput): Impact {
  const { forecast, rehearsal } = plans[0]?.record ?? {};
  const changeSets = (forecast?.changeSets ?? []).reduce((sum, { count }) => sum + count, 0);
  const applications = target.applications.length === 0 ? '' : `: ${target.applications.join(', ')}`;
  // The nearest to production tells best.
  const exhibits = tried
    .toReversed()
    .map(({ run }) => (run ? impactExhibitsIn(run.record) : []))
    .find((found) => found.length > 0);
  return {
    declared: release.impact,
    computed: [
      release.deploys
        ? `The deploy restarts Keycloak, which touches every application${applications}.`
        : 'Nothing is deployed: Keycloak is not restarted.',
      ...(release.expectedChanges.length === 0
        ? ['No change of the configuration is announced.']
        : [
            `${countOf(release.expectedChanges.length, 'change')} of the configuration ${release.expectedChanges.length === 1 ? 'is' : 'are'} announced.`,
          ]),
      ...(changeSets > 0
        ? [`The database schema is migrated: ${countOf(changeSets, 'change set')} on ${countOf(forecast?.tables.length ?? 0, 'table')}.`]
        : []),
      ...(forecast && changeSets === 0 ? ['No change set of the database schema is new.'] : []),
      ...(typeof rehearsal?.seconds === 'number'
        ? [`On a restored copy ${release.keycloak.to} was ready after ${Math.round(rehearsal.seconds)} s.`]
        : []),
    ],
    exhibits: exhibits ?? [],
  };
}

const impactExhibitsIn = ({ results }: RunRecord): readonly Exhibit[] =>
  results.flatMap((result) => result.exhibits.filter((item) => 'topic' in item && item.topic === 'impact'));
