import { canonicalJson, defineCheck, ExpectedChange, finding, wordsOfChange } from '@keycloak-release-gate/core';
import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { subjectOf } from './as-released.ts';
import { codes } from './codes.ts';
import { compare } from './diff/compare.ts';
import type { Difference } from './diff/difference.ts';
import { diffExhibit } from './diff/exhibit.ts';
import { translated } from './diff/origins.ts';
import { underOtherName } from './diff/realm-names.ts';
import { turned } from './diff/turned.ts';
import { describe } from './diff/words.ts';
import { changesOf } from './expected/changes-of.ts';
import { explain } from './explained.ts';
import { applicationsOf, ImpactedApplication } from './impact/index.ts';
import { missingRealm } from './missing-realm.ts';
import { arrivalOf, changeAt, isThereToGo } from './promotion/arrival.ts';
import type { Arrived } from './promotion/arrival.ts';
import { besidesOf } from './promotion/besides.ts';
import { builtNewNote } from './promotion/built-new.ts';
import { promotedFrom } from './promotion/promoted-from.ts';
import { realmConfiguration } from './realm-configuration.ts';

/** How many lines of one object a finding tells; all of them are in the exhibit. */
const most = 5;

/** What comes here is what was proven in the environment before, on the same ground. */
export const configurationPromoted = defineCheck({
  id: 'keycloak-config/promoted',
  title: 'The release was proven in the environment before, on the same configuration',
  why: 'A trial proves something of this environment only where the same change was made there, to a configuration like this one.',
  about: (realm: string) => realm,
  reads: { there: promotedFrom, now: realmConfiguration },
  expects: z.object({
    release: z.string().optional(),
    changes: z.array(ExpectedChange).default([]),
    /** The versions of an upgrade: there it may have happened already, and here not yet. */
    upgrade: z.object({ from: z.string(), to: z.string() }).optional(),
    applications: z.array(ImpactedApplication).default([]),
    /** What another configuration on the two sides does: `fail` where the environments are meant to be alike. */
    besides: z.enum(['warn', 'fail']).default('warn'),
  }),
  expected: ({ release, environment }, realm) => ({
    applications: applicationsOf(realm, environment.applications),
    ...(release
      ? {
          release: release.id,
          changes: changesOf(realm, release.expectedChanges, environment.keycloak.realms),
          ...(release.deploys ? { upgrade: release.keycloak } : {}),
        }
      : {}),
  }),
  skip: ({ environment, promotedFrom: from }) =>
    environment.promotesFrom === undefined && from === undefined ? 'no environment is named that releases come from' : undefined,
  judge: ({ there, now }, { release, changes, upgrade, applications, besides: severity }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const origins = new Map(Object.entries(there.origins));
    const names = { from: there.now.realm, to: now.realm };
    const asHere = (objects: typeof now.objects): typeof now.objects =>
      underOtherName(translated(objects, origins), names, [...origins.values()]);
    const before = { ...there.now, objects: asHere(there.now.objects) };
    const sides = { before: before.objects, now: now.objects };
    // At the addresses of this environment, on both sides.
    const wanted = changes.map((change) => changeAt(change, origins));
    const arrived = wanted.map((change) => ({
      change,
      there: arrivalOf(change, change, {
        now: before,
        before: there.before && asHere(there.before.objects),
        seenElsewhere: isThereToGo(change, now.objects),
      }),
      here: arrivalOf(change, change, {
        now,
        seenElsewhere: isThereToGo(change, there.before ? asHere(there.before.objects) : before.objects),
      }),
    }));
    const builtNew = builtNewNote(sides);
    // There the release was made already, here it is still to come: its upgrade leads from here to there.
    const back = (difference: Difference): string | undefined =>
      explain(turned(difference), upgrade, { before: sides.now, now: sides.before });
    const comparison = compare(before, now, { acrossEnvironments: true });
    const { besides, explained } = besidesOf(comparison, wanted, (difference) => back(difference) ?? builtNew(difference));
    return {
      findings: [
        ...otherRelease(now.realm, there, release, changes),
        ...arrived.flatMap((each) => arrivalFindings(now.realm, there.environment, each)),
        ...[...Map.groupBy(besides, ({ object }) => object)].map(([object, lines]) =>
          finding(codes.PROMOTED_ON_OTHER_GROUND, {
            subject: subjectOf(now.realm, { object }),
            message: `Between ${there.environment} and here: ${linesOf(lines)}.`,
            severity,
          }),
        ),
      ],
      facts: [
        { name: 'held against', value: there.name },
        ...(there.release ? [{ name: 'verdict there', value: there.release.verdict }] : []),
        { name: 'announced changes that are in place there', value: arrived.filter((each) => each.there.state === 'arrived').length },
        { name: 'lines that the upgrade, or the age of a realm, accounts for', value: explained.size },
      ],
      exhibits: [
        ...arrivedTable(there.environment, arrived),
        ...diffExhibit({ ...comparison, differences: besides }, applications, () => undefined),
      ],
    };
  },
});

function otherRelease(
  realm: string,
  {
    environment,
    name,
    release,
  }: {
    readonly environment: string;
    readonly name: string;
    readonly release?: { readonly id: string; readonly expectedChanges: readonly ExpectedChange[] } | undefined;
  },
  id: string | undefined,
  changes: readonly ExpectedChange[],
): readonly Finding[] {
  if (!release) return [];
  if (release.id !== id)
    return [
      finding(codes.PROMOTED_OTHER_RELEASE, {
        subject: `realm/${realm}`,
        message: `${name} is of the release "${release.id}", and "${id ?? 'none'}" comes here.`,
      }),
    ];
  // Why something is announced may be told better later: what is announced counts.
  const key = ({ why: _why, ...change }: ExpectedChange): string =>
    canonicalJson({ ...change, object: change.object.replace(/^realm\/[^/]+\/(?=.)/, '') });
  const then = new Set(release.expectedChanges.map(key));
  return changes
    .filter((change) => !then.has(key(change)))
    .map((change) =>
      finding(codes.PROMOTED_OTHER_CHANGES, {
        subject: subjectOf(realm, change),
        message: `${wordsOfChange(change)}: it was not announced when the release was proven in ${environment}.`,
      }),
    );
}

interface ArrivedBoth {
  readonly change: ExpectedChange;
  readonly there: Arrived;
  readonly here: Arrived;
}

function arrivalFindings(realm: string, environment: string, { change, there, here }: ArrivedBoth): readonly Finding[] {
  const subject = subjectOf(realm, change);
  const words = wordsOfChange(change);
  if (there.state === 'not visible')
    return [
      finding(codes.CHANGE_UNVERIFIABLE, {
        subject,
        message: `${words}: nobody can see whether it is in place in ${environment}: ${there.how ?? ''}.`,
      }),
    ];
  if (there.state !== 'arrived')
    return [finding(codes.PROMOTED_UNPROVEN, { subject, message: `${words}: in ${environment}, ${there.how ?? 'it is not in place'}.` })];
  return here.state === 'arrived'
    ? [finding(codes.PROMOTED_ALREADY_HERE, { subject, message: `${words}: it is in place here already.` })]
    : [];
}

const linesOf = (lines: readonly Difference[]): string =>
  [...lines.slice(0, most).map(describe), ...(lines.length > most ? [`and ${lines.length - most} more`] : [])].join('; ');

const arrivedTable = (environment: string, arrived: readonly ArrivedBoth[]): Exhibit[] =>
  arrived.length === 0
    ? []
    : [
        {
          kind: 'table',
          title: 'What the release announces, there and here',
          columns: ['Change', environment, 'here'],
          rows: arrived.map(({ change, there, here }) => [wordsOfChange(change), inWords(there), inWords(here)]),
        },
      ];

const inWords = ({ state, how }: Arrived): string => (how === undefined ? state : `${state}: ${how}`);
