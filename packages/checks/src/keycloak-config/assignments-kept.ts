import { baseline, defineCheck, finding } from '@keycloak-release-gate/core';
import type { Exhibit } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { assignments } from '../database/assignments.ts';
import { subjectOf } from './as-released.ts';
import { hangings } from './assignments/lost.ts';
import type { Hanging } from './assignments/lost.ts';
import { codes } from './codes.ts';
import { missingRealm } from './missing-realm.ts';
import { realmConfiguration } from './realm-configuration.ts';

/** Fewer may all have left in an evening by themselves. */
const few = 3;
/** What users end themselves. */
const theirs = new Set(['consents', 'offline sessions']);

/**
 * An object that was deleted and made anew, with its old id too, looks the same to the last byte, and everybody who hung on it is lost.
 * In a live system users come and go: a number that changed is told, only that all are gone counts.
 */
export const assignmentsKept = defineCheck({
  id: 'keycloak-config/assignments-kept',
  title: 'Whoever held a role, was in a group, consented or was linked still is',
  why: 'A role or group that was deleted and made anew looks the same, even to its id: but nobody has it any more.',
  about: (realm: string) => realm,
  reads: {
    before: baseline(realmConfiguration),
    now: realmConfiguration,
    heldBefore: baseline(assignments),
    held: assignments,
  },
  expects: z.object({}),
  judge: ({ before, now, heldBefore, held }) => {
    if (!now.exists) return { findings: [missingRealm(now.realm)] };
    const all = hangings(before, now, heldBefore, held);
    const lost = all.filter((each) => each.now === 0 && (each.before >= few || !theirs.has(each.what)));
    return {
      findings: lost.map((each) => {
        const { object, what, before: count } = each;
        return finding(codes.ASSIGNMENTS_LOST, {
          subject: subjectOf(now.realm, { object, attribute: what }),
          ...(count < few || what === 'offline sessions' ? { severity: 'warn' } : {}),
          message: `${object}: of ${count} ${what} none is left.`,
        });
      }),
      facts: [
        { name: 'objects with users on them', value: all.length },
        { name: 'of them with another number of users', value: all.filter((each) => each.now !== each.before).length },
      ],
      exhibits: exhibitOf(all.filter((each) => each.now !== each.before)),
    };
  },
});

const exhibitOf = (changed: readonly Hanging[]): readonly Exhibit[] =>
  changed.length === 0
    ? []
    : [
        {
          kind: 'diff',
          title: 'How many users hang on what',
          entries: changed.map(({ object, what, before, now }) => ({
            path: `${object}: ${what}`,
            before: String(before),
            after: String(now),
          })),
        },
      ];
