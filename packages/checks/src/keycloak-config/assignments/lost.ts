import type { Assignments } from '../../database/assignments.ts';
import type { RealmConfiguration } from '../evidence.ts';
import { kindOf } from '../evidence.ts';

/** How many users hang on an object, before and now. */
export interface Hanging {
  /** `group/staff` */
  readonly object: string;
  /** What they are: `members`. */
  readonly what: string;
  readonly before: number;
  readonly now: number;
}

type Side = Pick<RealmConfiguration, 'objects' | 'ids'>;

interface Kind {
  readonly of: keyof Assignments;
  readonly what: string;
}

const kinds: Readonly<Record<string, readonly Kind[]>> = {
  role: [{ of: 'roleHolders', what: 'holders' }],
  'client-role': [{ of: 'roleHolders', what: 'holders' }],
  group: [{ of: 'groupMembers', what: 'members' }],
  client: [
    { of: 'consents', what: 'consents' },
    { of: 'offlineSessions', what: 'offline sessions' },
  ],
  'identity-provider': [{ of: 'linkedUsers', what: 'linked users' }],
};

/**
 * What hung on each object before and what hangs on it now, where anything did. An object is known by its name, so that one that was
 * made anew is found, with its old id or another one; or else by its id, so that one that was renamed is. What is gone is no object of
 * this: that it is gone is told elsewhere.
 */
export function hangings(before: Side, now: Side, heldBefore: Assignments, held: Assignments): readonly Hanging[] {
  const byId = new Map(Object.entries(now.ids).map(([object, id]) => [id, object]));
  return Object.entries(before.ids).flatMap(([object, id]): readonly Hanging[] => {
    const here = object in now.objects ? object : byId.get(id);
    if (here === undefined) return [];
    return (kinds[kindOf(object)] ?? []).flatMap(({ of, what }) => {
      const count = heldBefore[of][keyIn(of, before, object, id)] ?? 0;
      const idNow = now.ids[here] ?? '';
      return count === 0 ? [] : [{ object: here, what, before: count, now: held[of][keyIn(of, now, here, idNow)] ?? 0 }];
    });
  });
}

/** Links name their provider by its alias. */
const keyIn = (of: keyof Assignments, side: Side, object: string, id: string): string =>
  of === 'linkedUsers' ? `${side.ids['realm'] ?? ''}/${object.slice(object.indexOf('/') + 1)}` : id;
