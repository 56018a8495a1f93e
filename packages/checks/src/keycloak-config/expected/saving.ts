import type { Difference, Objects } from '../diff/difference.ts';
import { isList, isObject } from '../diff/same.ts';
import { membersOf } from '../diff/words.ts';

/** What the server does by itself when somebody saves an object, seen on 26.7.4. It holds for an object that a change is announced of, and no other. */
interface SideEffect {
  readonly why: string;
  readonly fits: (difference: Difference, after: Objects) => boolean;
}

const sideEffects: readonly SideEffect[] = [
  {
    why: 'saving a client that has a service account gives it the scope service_account',
    fits: ({ object, attribute, before = [], after }, now) =>
      attribute === 'defaultClientScopes' &&
      isList(before) &&
      isList(after) &&
      isMember(now[object], 'serviceAccountsEnabled', true) &&
      membersOf(before, after).removed.length === 0 &&
      membersOf(before, after).added.every((scope) => scope === 'service_account'),
  },
  {
    why: 'a client that is made confidential gets a secret',
    fits: ({ attribute, kind, object }, now) =>
      attribute === 'secret' && kind === 'added' && object.startsWith('client/') && !isMember(now[object], 'publicClient', true),
  },
];

const isMember = (value: Objects[string] | undefined, name: string, wanted: boolean): boolean => isObject(value) && value[name] === wanted;

/** Why saving the object led to this line, whatever it was saved for; undefined where it did not. */
export const sideEffect = (difference: Difference, after: Objects): string | undefined =>
  sideEffects.find(({ fits }) => fits(difference, after))?.why;
