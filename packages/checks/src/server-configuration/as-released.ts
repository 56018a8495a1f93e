import { baseline, defineCheck, ExpectedChange, finding, wordsOfChange } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { Difference } from '../keycloak-config/diff/difference.ts';
import { diffExhibit } from '../keycloak-config/diff/exhibit.ts';
import { comparisonFacts } from '../keycloak-config/diff/facts.ts';
import { describe } from '../keycloak-config/diff/words.ts';
import { hold } from '../keycloak-config/expected/announced.ts';
import type { Broken } from '../keycloak-config/expected/announced.ts';
import { serverConfiguration } from '../kubernetes/server-configuration/collector.ts';
import { codes } from './codes.ts';
import { compareServers, readServerValue, serverChangesOf } from './comparison.ts';
import { deployedImageOf, explainedByDeploy } from './deployed-image.ts';
import { missingWorkload, plainSecretFindings, subjectOf } from './findings.ts';

/** Of the server's own configuration nothing changed but the image that the release deploys, and what else it announces. */
export const serverConfigurationAsReleased = defineCheck({
  id: 'server-configuration/as-released',
  title: "The server's own configuration changed as the release announces",
  why: 'The Deploy action applies more than an image. A variable, a probe or an Ingress that changed along with it was approved by nobody.',
  reads: { before: baseline(serverConfiguration), now: serverConfiguration },
  expects: z.object({
    changes: z.array(ExpectedChange).default([]),
    /** The image that the deploy changes by itself. */
    deployed: z.object({ from: z.string(), to: z.string(), image: z.string().optional() }).optional(),
  }),
  expected: ({ release }) => {
    const deployed = deployedImageOf(release);
    return { changes: serverChangesOf(release?.expectedChanges ?? []), ...(deployed ? { deployed } : {}) };
  },
  judge: ({ before, now }, { changes, deployed }) => {
    if (!now.exists) return { findings: [missingWorkload(now)] };
    const comparison = compareServers(before, now);
    const sides = { before: before.objects, now: now.objects };
    const ofDeploy = (difference: Difference): string | undefined => explainedByDeploy(difference, now.container, sides, deployed);
    const held = hold(comparison, before.objects, now.objects, changes, ofDeploy, readServerValue);
    const whys = new Map(held.lines.map(({ difference, why }) => [difference, why]));
    const missing = held.broken.filter(({ kind }) => kind === 'missing');
    return {
      findings: [
        ...held.lines.flatMap(({ unexpected }) =>
          unexpected === undefined
            ? []
            : [finding(codes.UNEXPECTED_CHANGE, { subject: subjectOf(unexpected), message: `${describe(unexpected)}.` })],
        ),
        ...held.broken.map(brokenFinding),
        ...held.unseen.map((change) =>
          finding(codes.CHANGE_UNVERIFIABLE, {
            subject: subjectOf(change),
            message: `${wordsOfChange(change)}: nobody can see whether it happened.`,
          }),
        ),
        ...plainSecretFindings(now),
      ],
      facts: [
        ...comparisonFacts(comparison, now),
        { name: 'changes that the release announces', value: held.lines.filter(({ announced }) => announced).length },
      ],
      exhibits: diffExhibit(comparison, [], (difference) => whys.get(difference)),
      // Who deploys through a repository has it applied some time after the action ended.
      ...(missing.length === 0 ? {} : { settling: `${missing[0]?.words}` }),
    };
  },
});

const brokenCodes = { missing: codes.CHANGE_MISSING, otherwise: codes.CHANGE_OTHERWISE, 'unknown object': codes.CHANGE_UNKNOWN_OBJECT };

const brokenFinding = ({ change, kind, words }: Broken): Finding =>
  finding(brokenCodes[kind], {
    subject: subjectOf(change),
    message: `${words}${change.why === undefined ? '' : ` (announced: ${change.why})`}.`,
  });
