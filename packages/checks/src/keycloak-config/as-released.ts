import { baseline, defineCheck, ExpectedChange, finding, optionalBaseline, wordsOfChange } from '@keycloak-release-gate/core';
import type { Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { adminEvents } from './admin-events/collector.ts';
import { objectsById, whoChanged } from './admin-events/who.ts';
import { codes } from './codes.ts';
import { compare } from './diff/compare.ts';
import type { Difference } from './diff/difference.ts';
import { diffExhibit } from './diff/exhibit.ts';
import { comparisonFacts } from './diff/facts.ts';
import { describe } from './diff/words.ts';
import { hold } from './expected/announced.ts';
import type { Broken } from './expected/announced.ts';
import { changesOf } from './expected/changes-of.ts';
import { explain } from './explained.ts';
import { impactExhibits } from './impact/exhibits.ts';
import { applicationsOf, ImpactedApplication, impactOf } from './impact/index.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';

/** What changed since the record of before the release is what the release announces, and nothing else. */
export const configurationAsReleased = defineCheck({
  id: 'keycloak-config/as-released',
  title: 'The configuration changed as the release announces',
  why: 'A change by hand that nobody announced, or an announced one that nobody made, differs from what was approved.',
  about: (realm: string) => realm,
  reads: {
    before: baseline(realmConfiguration),
    now: realmConfiguration,
    /** Who did it: only as far as Keycloak keeps that. */
    events: adminEvents,
    eventsBefore: optionalBaseline(adminEvents),
  },
  expects: z.object({
    changes: z.array(ExpectedChange).default([]),
    /** The versions of an upgrade: it explains some changes by itself. */
    upgrade: z.object({ from: z.string(), to: z.string() }).optional(),
    /** The realm's applications: a change is told under theirs, and whom it touches. */
    applications: z.array(ImpactedApplication).default([]),
  }),
  expected: ({ release, environment }, realm) => ({
    applications: applicationsOf(realm, environment.applications),
    ...(release
      ? {
          changes: changesOf(realm, release.expectedChanges, environment.keycloak.realms),
          ...(release.deploys ? { upgrade: release.keycloak } : {}),
        }
      : {}),
  }),
  judge: ({ before, now, events, eventsBefore }, { changes, upgrade, applications }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const comparison = compare(before, now);
    const sides = { before: before.objects, now: now.objects };
    const ofUpgrade = (difference: Difference): string | undefined => explain(difference, upgrade, sides);
    const held = hold(comparison, before.objects, now.objects, changes, ofUpgrade);
    const ownChanges = held.lines.flatMap(({ difference }) => (ofUpgrade(difference) === undefined ? [difference] : []));
    const whys = new Map(held.lines.map(({ difference, why }) => [difference, why]));
    const byId = objectsById(before.ids, now.ids);
    const by = ({ object }: Difference): string => {
      const who = whoChanged(object, events, byId, eventsBefore?.until);
      return who === undefined ? '' : ` (${who})`;
    };
    return {
      findings: [
        ...held.lines.flatMap(({ unexpected }) =>
          unexpected === undefined
            ? []
            : [
                finding(codes.UNEXPECTED_CHANGE, {
                  subject: subjectOf(now.realm, unexpected),
                  message: `${describe(unexpected)}${by(unexpected)}.`,
                }),
              ],
        ),
        ...held.broken.map((broken) => brokenFinding(now.realm, broken)),
        ...held.unseen.map((change) =>
          finding(codes.CHANGE_UNVERIFIABLE, {
            subject: subjectOf(now.realm, change),
            message: `${wordsOfChange(change)}: nobody can see whether it happened.`,
          }),
        ),
        ...comparison.ambiguous.map((object) =>
          finding(codes.AMBIGUOUS, { subject: subjectOf(now.realm, { object }), message: `Several objects have the name ${object}.` }),
        ),
      ],
      facts: [
        ...comparisonFacts(comparison, now),
        ...(events.why === undefined ? [] : [{ name: 'who changed what is not known', value: events.why }]),
        { name: 'changes that the release announces', value: held.lines.filter(({ announced }) => announced).length },
        {
          name: 'changes that the upgrade makes by itself',
          value: held.lines.filter(({ difference }) => ofUpgrade(difference)).length,
        },
      ],
      exhibits: [
        ...diffExhibit(comparison, applications, (difference) => whys.get(difference)),
        // The upgrade as such touches everybody: what it changes by itself says no more than that.
        ...impactExhibits(impactOf(ownChanges, before.objects, now.objects, applications)),
      ],
    };
  },
});

const brokenCodes = { missing: codes.CHANGE_MISSING, otherwise: codes.CHANGE_OTHERWISE, 'unknown object': codes.CHANGE_UNKNOWN_OBJECT };

const brokenFinding = (realm: string, { change, kind, words }: Broken): Finding =>
  finding(brokenCodes[kind], {
    subject: subjectOf(realm, change),
    message: `${words}${change.why === undefined ? '' : ` (announced: ${change.why})`}.`,
  });

/** What a finding about an object of a realm is about: `realm/sso/client/portal#redirectUris`. */
export const subjectOf = (
  realm: string,
  { object, attribute }: { readonly object: string; readonly attribute?: string | undefined },
): string => `realm/${realm}/${object}${attribute === undefined ? '' : `#${attribute}`}`;
