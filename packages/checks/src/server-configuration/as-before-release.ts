import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { diffExhibit, unverifiableExhibit } from '../keycloak-config/diff/exhibit.ts';
import { comparisonFacts } from '../keycloak-config/diff/facts.ts';
import { describe } from '../keycloak-config/diff/words.ts';
import { serverConfiguration } from '../kubernetes/server-configuration/collector.ts';
import { codes } from './codes.ts';
import { compareServers } from './comparison.ts';
import { missingWorkload, subjectOf } from './findings.ts';

/** After a rollback nothing is explained away: what was deployed before the release is deployed now, to the image. */
export const serverConfigurationAsBeforeRelease = defineCheck({
  id: 'server-configuration/as-before-release',
  title: "The server's own configuration is what it was before the release",
  why: 'A rollback of the image leaves behind what else was deployed: the old version then runs with the new options, behind the new Ingress.',
  reads: { before: baseline(serverConfiguration), now: serverConfiguration },
  expects: z.object({}),
  judge: ({ before, now }) => {
    if (!now.exists) return { findings: [missingWorkload(now)] };
    const comparison = compareServers(before, now, { strict: true });
    return {
      findings: comparison.differences.map((difference) =>
        finding(difference.attribute === 'image' ? codes.IMAGE_NOT_AS_BEFORE : codes.NOT_AS_BEFORE, {
          subject: subjectOf(difference),
          message: `${describe(difference)}.`,
        }),
      ),
      facts: comparisonFacts(comparison, now),
      // What nobody can compare is told also where all else is what it was.
      exhibits: [
        ...diffExhibit(comparison, [], () => undefined),
        ...(comparison.differences.length === 0 ? unverifiableExhibit(comparison) : []),
      ],
    };
  },
});
