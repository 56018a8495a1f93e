import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { subjectOf } from './as-released.ts';
import { codes } from './codes.ts';
import { compare } from './diff/compare.ts';
import { diffExhibit, unverifiableExhibit } from './diff/exhibit.ts';
import { comparisonFacts } from './diff/facts.ts';
import { describe } from './diff/words.ts';
import { revocation } from './expected/revocation.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';

/** After a rollback nothing is explained away: what was configured before the release is configured now, ids included. */
export const configurationAsBeforeRelease = defineCheck({
  id: 'keycloak-config/as-before-release',
  title: 'The configuration is what it was before the release',
  why: 'A rollback that leaves a changed configuration behind is none; an object made anew has lost what hung on the old one.',
  about: (realm: string) => realm,
  reads: { before: baseline(realmConfiguration), now: realmConfiguration },
  expects: z.object({}),
  judge: ({ before, now }, _expected, { now: today }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const comparison = compare(before, now, { strict: true });
    return {
      findings: [
        ...comparison.differences.map((difference) =>
          difference.attribute === 'id'
            ? finding(codes.RECREATED, {
                subject: `realm/${now.realm}/${difference.object}`,
                message: `${difference.object} has another id than before the release.`,
              })
            : finding(codes.NOT_AS_BEFORE, {
                subject: subjectOf(now.realm, difference),
                message: `${describe(difference)}.`,
                // Users who are signed out log in again: that is not undone by a rollback.
                ...(revocation(difference, today) === undefined ? {} : { severity: 'info' }),
              }),
        ),
        // Which of them had which id is not known either.
        ...comparison.ambiguous.map((object) =>
          finding(codes.AMBIGUOUS, {
            subject: subjectOf(now.realm, { object }),
            message: `Several objects have the name ${object}: whether one of them was made anew, nobody can tell.`,
          }),
        ),
      ],
      facts: comparisonFacts(comparison, now),
      // What nobody can compare is told also where all else is what it was.
      exhibits: [
        ...diffExhibit(comparison, [], () => undefined),
        ...(comparison.differences.length === 0 ? unverifiableExhibit(comparison) : []),
      ],
    };
  },
});
