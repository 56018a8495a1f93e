import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { describe, diff } from './diff.ts';
import type { Difference } from './diff.ts';
import { diffExhibit } from './diff-exhibit.ts';
import { explain } from './explained.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';

const ExpectedChange = z.object({ object: z.string(), attribute: z.string().optional(), why: z.string() });
type ExpectedChange = z.infer<typeof ExpectedChange>;

/** What changed since the record of before the release is what the release announces, and nothing else. */
export const configurationAsReleased = defineCheck({
  id: 'keycloak-config/as-released',
  title: 'The configuration changed as the release announces',
  why: 'A change by hand that nobody announced, or an announced one that nobody made, differs from what was approved.',
  about: (realm: string) => realm,
  reads: { before: baseline(realmConfiguration), now: realmConfiguration },
  expects: z.object({
    changes: z.array(ExpectedChange).default([]),
    /** The versions of an upgrade: it explains some changes by itself. */
    upgrade: z.object({ from: z.string(), to: z.string() }).optional(),
  }),
  expected: ({ release }) =>
    release ? { changes: release.expectedChanges, ...(release.deploys ? { upgrade: release.keycloak } : {}) } : {},
  judge: ({ before, now }, { changes, upgrade }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const differences = diff(before.objects, now.objects);
    const explained = new Map(differences.map((difference) => [difference, explain(difference, upgrade)]));
    const unexpected = differences.filter(
      (difference) => explained.get(difference) === undefined && !changes.some((change) => announces(change, difference)),
    );
    const missing = changes.filter((change) => !differences.some((difference) => announces(change, difference)));
    return {
      findings: [
        ...unexpected.map((difference) =>
          finding(codes.UNEXPECTED_CHANGE, { subject: subjectOf(now.realm, difference), message: `${describe(difference)}.` }),
        ),
        ...missing.map((change) =>
          finding(codes.CHANGE_MISSING, {
            subject: `realm/${now.realm}/${change.object}`,
            message: `${change.object}${change.attribute === undefined ? '' : `: ${change.attribute}`} did not change, although the release announces it (${change.why}).`,
          }),
        ),
      ],
      facts: [
        { name: 'objects compared', value: Object.keys(now.objects).length },
        {
          name: 'changes that the release announces',
          value: differences.filter((each) => changes.some((change) => announces(change, each))).length,
        },
        { name: 'changes that the upgrade makes by itself', value: [...explained.values()].filter((why) => why !== undefined).length },
      ],
      exhibits: diffExhibit(
        differences,
        (difference) => explained.get(difference) ?? changes.find((change) => announces(change, difference))?.why,
      ),
    };
  },
});

const announces = (change: ExpectedChange, { object, attribute = '' }: Difference): boolean =>
  change.object === object &&
  (change.attribute === undefined || attribute === change.attribute || attribute.startsWith(`${change.attribute}.`));

export const subjectOf = (realm: string, { object, attribute }: Difference): string =>
  `realm/${realm}/${object}${attribute === undefined ? '' : `#${attribute}`}`;
