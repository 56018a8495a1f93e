import { baseline, defineCheck, ExpectedChange, finding, optionalBaseline, wordsOfChange } from '@keycloak-release-gate/core';
import type { Environment, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { adminEvents } from './admin-events/collector.ts';
import { deedsIn, rolesUntold, userOf } from './admin-events/deeds.ts';
import type { Deed } from './admin-events/deeds.ts';
import { objectsById, whoChanged, whoDid } from './admin-events/who.ts';
import type { Known } from './admin-events/who.ts';
import { isOfServer } from '../kubernetes/server-configuration/evidence.ts';
import { codes } from './codes.ts';
import { compare, recreated } from './diff/compare.ts';
import type { Difference, Objects } from './diff/difference.ts';
import { diffExhibit } from './diff/exhibit.ts';
import { comparisonFacts } from './diff/facts.ts';
import { describe } from './diff/words.ts';
import { hold } from './expected/announced.ts';
import type { Broken } from './expected/announced.ts';
import { changesOf } from './expected/changes-of.ts';
import { revocation } from './expected/revocation.ts';
import { explain, isRecorded, notRecorded } from './explained.ts';
import { impactExhibits } from './impact/exhibits.ts';
import { applicationsOf, ImpactedApplication, impactOf } from './impact/index.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';
import { tokensNamed, unheldClaims } from './tokens/announced.ts';

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
    /** Announced changes that no check of this environment looks at, each with why. */
    unheld: z.array(z.object({ change: ExpectedChange, why: z.string() })).default([]),
    /** The realm's applications: a change is told under theirs, and whom it touches. */
    applications: z.array(ImpactedApplication).default([]),
  }),
  expected: ({ release, environment }, realm) => ({
    applications: applicationsOf(realm, environment.applications),
    ...(release
      ? {
          changes: changesOf(realm, release.expectedChanges, environment.keycloak.realms),
          unheld: unheldIn(realm, release.expectedChanges, environment),
          ...(release.deploys ? { upgrade: release.keycloak } : {}),
        }
      : {}),
  }),
  judge: ({ before, now, events, eventsBefore }, { changes, unheld, upgrade, applications }, { now: today }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const comparison = compare(before, now);
    const sides = { before: before.objects, now: now.objects };
    const ofUpgrade = (difference: Difference): string | undefined => explain(difference, upgrade, sides);
    const recorded = upgrade === undefined || isRecorded(upgrade);
    const held = hold(
      comparison,
      before.objects,
      now.objects,
      changes,
      (difference) => (recorded ? ofUpgrade(difference) : undefined) ?? revocation(difference, today),
    );
    const ownChanges = held.lines.flatMap(({ difference }) => (ofUpgrade(difference) === undefined ? [difference] : []));
    const whys = new Map(held.lines.map(({ difference, why }) => [difference, why]));
    const known: Known = { byId: objectsById(before.ids, now.ids), sides: [before.objects, now.objects] };
    const whoOf = (object: string): string | undefined => whoChanged(object, events, known, eventsBefore?.until);
    const unannounced = held.lines.flatMap((line) => line.unexpected ?? []);
    // Of an upgrade that nobody recorded, what it may have done is no surprise, and not explained either.
    const unexpected = unannounced.filter((difference) => recorded || ofUpgrade(difference) === undefined);
    const unclear = unannounced.filter((difference) => !unexpected.includes(difference));
    const deeds = deedsIn({
      // Without a look before the release, nobody knows what was done since.
      events: eventsBefore === undefined ? [] : events.events.filter(({ at }) => at >= eventsBefore.until),
      before: before.objects,
      now: now.objects,
      known,
      unverifiable: comparison.unverifiable,
      differs: (object) => ownChanges.some((difference) => difference.object === object),
    });
    // Clients are saved often for nothing, and seldom with another secret.
    const resaved = deeds.filter(({ kind, object }) => kind === 'saved' && object.startsWith('client/'));
    const untold = rolesUntold(events, eventsBefore?.until);
    const announces = (object: string, attribute?: string): boolean =>
      changes.some((change) => change.object === object && (change.attribute === undefined || change.attribute === attribute));
    const anew = new Map([
      ...recreated(before, now).map(([object]) => [object, whoOf(object)] as const),
      ...deeds.flatMap(({ kind, object, event }) =>
        kind === 'recreated' ? [[object, `deleted by ${whoDid(event, known)}`] as const] : [],
      ),
    ]);
    return {
      findings: [
        ...unexpected.map((difference) =>
          finding(codes.UNEXPECTED_CHANGE, {
            subject: subjectOf(now.realm, difference),
            message: `${describe(difference)}${inBrackets(whoOf(difference.object))}.`,
          }),
        ),
        ...[...anew].flatMap(([object, who]) =>
          announces(object)
            ? []
            : [
                finding(codes.RECREATED, {
                  subject: subjectOf(now.realm, { object }),
                  message: `${object} was deleted and made anew${inBrackets(who)}.`,
                }),
              ],
        ),
        ...deeds.filter((deed) => !resaved.includes(deed)).flatMap((deed) => deedFinding(now.realm, deed, known, announces)),
        ...held.broken
          // What was made anew just as it was did change, though nothing of it shows.
          .filter(({ change, kind }) => !(kind === 'missing' && change.attribute === undefined && anew.has(change.object)))
          .map((broken) => brokenFinding(now.realm, broken)),
        ...held.unseen.flatMap((change) =>
          // That a secret was made anew is all that can be known of it.
          deeds.some(({ kind, object, attribute }) => kind === 'new secret' && object === change.object && attribute === change.attribute)
            ? []
            : [
                finding(codes.CHANGE_UNVERIFIABLE, {
                  subject: subjectOf(now.realm, change),
                  message: `${wordsOfChange(change)}: nobody can see whether it happened.`,
                }),
              ],
        ),
        ...unheld.map(({ change, why }) => unheldFinding(now.realm, change, why, [before.objects, now.objects])),
        ...comparison.ambiguous.map((object) =>
          finding(codes.AMBIGUOUS, { subject: subjectOf(now.realm, { object }), message: `Several objects have the name ${object}.` }),
        ),
      ],
      ...(upgrade === undefined || unclear.length === 0
        ? {}
        : { gaps: [notRecorded(subjectOf(now.realm, { object: 'upgrade' }), upgrade, unclear.map(describe))] }),
      facts: [
        ...comparisonFacts(comparison, now),
        ...(events.why === undefined ? [] : [{ name: 'who changed what is not known', value: events.why }]),
        // Of more events than are read, the oldest are missing: what they would have told is not known.
        ...(eventsBefore !== undefined && events.cut && events.events.every(({ at }) => at >= eventsBefore.until)
          ? [
              {
                name: 'admin events that were read',
                value: `the newest ${events.events.length}, and there were more since the record of before`,
              },
            ]
          : []),
        ...(events.why === undefined && unexpected.some(({ object }) => whoOf(object) === undefined)
          ? [
              {
                name: 'unannounced changes that no admin event tells of',
                value: unexpected.filter(({ object }) => whoOf(object) === undefined).length,
              },
            ]
          : []),
        ...resaved.map(({ object, attribute = '', event }) => ({
          name: `may be another one: ${object} was saved by ${whoDid(event, known)}, and nothing that can be seen of it changed`,
          value: attribute,
        })),
        ...(untold === 0
          ? []
          : [
              {
                name: 'times that a user was given roles which the admin events do not name ("Include representation" is off)',
                value: untold,
              },
            ]),
        { name: 'changes that the release announces', value: held.lines.filter(({ announced }) => announced).length },
        {
          name: 'changes that the upgrade makes by itself',
          value: recorded ? held.lines.filter(({ difference }) => ofUpgrade(difference)).length : 'not recorded for these versions',
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

/** Of the realm, or of none of the environment's and so told with the first. */
function unheldIn(
  realm: string,
  changes: readonly ExpectedChange[],
  environment: Environment,
): { readonly change: ExpectedChange; readonly why: string }[] {
  const [first] = environment.keycloak.realms;
  const here = (change: ExpectedChange): boolean => {
    const [, named = first] = /^realm\/([^/]+)\//.exec(change.object) ?? [];
    return named === realm || (realm === first && !environment.keycloak.realms.includes(named ?? ''));
  };
  const ofServer = environment.kubernetes === undefined ? changes.filter(({ object }) => isOfServer(object)) : [];
  return [
    ...unheldClaims(environment, changes)
      .filter(here)
      .map((change) => ({ change, why: 'no application of this environment has this client and a test user' })),
    ...(realm === first ? ofServer : []).map((change) => ({ change, why: 'this environment names no workload in Kubernetes' })),
  ];
}

/** That a client is not there is a mistake of the release; that nobody looks is one of nobody, and told. */
function unheldFinding(realm: string, change: ExpectedChange, why: string, sides: readonly Objects[]): Finding {
  const [, client = '*'] = tokensNamed(change.object) ?? [];
  const isThere = client === '*' || sides.some((objects) => objects[`client/${client}`] !== undefined);
  return finding(isThere ? codes.CHANGE_UNVERIFIABLE : codes.CHANGE_UNKNOWN_OBJECT, {
    subject: subjectOf(realm, change),
    message: `${wordsOfChange(change)}: ${isThere ? `nobody looks whether it happened, as ${why}` : `there is no client/${client}, neither before nor now`}.`,
  });
}

const inBrackets = (who: string | undefined): string => (who === undefined ? '' : ` (${who})`);

/** What only the admin events tell. What was made anew is told with what other ids tell. */
function deedFinding(
  realm: string,
  deed: Deed,
  known: Known,
  announces: (object: string, attribute?: string) => boolean,
): readonly Finding[] {
  const { kind, object, attribute, event } = deed;
  const subject = subjectOf(realm, { object, attribute });
  const who = whoDid(event, known);
  switch (kind) {
    case 'recreated':
      return [];
    case 'new secret':
      return announces(object, attribute)
        ? []
        : [finding(codes.SECRET_RENEWED, { subject, message: `${object}: its secret was made anew by ${who}.` })];
    case 'saved':
      return announces(object, attribute)
        ? []
        : [
            finding(codes.SECRET_PERHAPS_CHANGED, {
              subject,
              message: `${object} was saved by ${who}, and nothing that can be seen of it changed: ${attribute ?? ''} may be another one.`,
            }),
          ];
    case 'administrator':
      return [
        finding(codes.ADMINISTRATOR_MADE, {
          subject,
          message: `The user ${userOf(deed) ?? ''} was given the role ${object.slice(object.indexOf('/') + 1)} by ${who}.`,
        }),
      ];
  }
}

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
