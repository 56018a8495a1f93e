import { baseline, defineCheck, ExpectedChange, finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { describe, diff } from './diff.ts';
import type { Difference } from './diff.ts';
import { diffExhibit } from './diff-exhibit.ts';
import { explain } from './explained.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';
import { countSecrets } from './secret-state.ts';
import { isAboutTokens } from './tokens/announced.ts';

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
  expected: ({ release, environment }, realm) =>
    release
      ? {
          changes: changesOf(realm, release.expectedChanges, environment.keycloak.realms),
          ...(release.deploys ? { upgrade: release.keycloak } : {}),
        }
      : {},
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
            message: `${change.object}${change.attribute === undefined ? '' : `: ${change.attribute}`} did not change, although the release announces it${change.why === undefined ? '' : ` (${change.why})`}.`,
          }),
        ),
      ],
      facts: [
        { name: 'objects compared', value: Object.keys(now.objects).length },
        { name: 'secrets of which only their being there can be compared', value: countSecrets(now.objects) },
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

/**
 * The announced changes of one realm. `realm/sso/client/portal` is of realm sso; `client/portal` is of the first of the
 * environment's realms. Changes of a realm that is not among them fall to the first one too: there they will be missing, for
 * what nobody looks at must not pass for done.
 */
export function changesOf(realm: string, changes: readonly ExpectedChange[], realms: readonly string[]): ExpectedChange[] {
  return changes.flatMap((change) => {
    // Of tokens, tokens-kept judges.
    if (isAboutTokens(change.object)) return [];
    const [, named] = /^realm\/([^/]+)\//.exec(change.object) ?? [];
    if (named === realm) return [{ ...change, object: change.object.slice(`realm/${realm}/`.length) }];
    return realm === realms[0] && (named === undefined || !realms.includes(named)) ? [change] : [];
  });
}

/** An announced object stands for all of it, a client for its roles too. */
function announces(change: ExpectedChange, { object, attribute = '' }: Difference): boolean {
  if (change.attribute === undefined)
    return (
      change.object === object ||
      (change.object.startsWith('client/') && object.startsWith(`client-role/${change.object.slice('client/'.length)}:`))
    );
  return change.object === object && (attribute === change.attribute || attribute.startsWith(`${change.attribute}.`));
}

export const subjectOf = (realm: string, { object, attribute }: Difference): string =>
  `realm/${realm}/${object}${attribute === undefined ? '' : `#${attribute}`}`;
