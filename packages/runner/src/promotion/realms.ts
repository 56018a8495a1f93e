import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Told } from '../diff/places.ts';
import type { Side } from '../diff/side.ts';

/** One environment of a release: what was seen of it, and what its file says. */
export interface Place {
  readonly id: string;
  readonly side: Side;
  readonly told: Told;
}

/** One realm, by its name in each of the environments, in their order; undefined where an environment has none that belongs to it. */
export type RealmRow = readonly (string | undefined)[];

/**
 * Which realms belong together: those of one name. Where the environments have no name in common, and files that name as many realms
 * each, those of one place in the files. Throws a ConfigurationError where nothing belongs together.
 */
export function realmsTogether(places: readonly Place[]): readonly RealmRow[] {
  const names = places.map(namesOf);
  const [first = []] = names;
  const all = [...new Set(names.flat())];
  const common = all.filter((name) => names.every((each) => each.includes(name)));
  if (common.length === 0 && places.length > 1) {
    if (first.length > 0 && names.every((each) => each.length === first.length) && places.every(({ told }) => told.realms.length > 0))
      return first.map((_name, index) => names.map((each) => each[index]));
    throw new ConfigurationError([
      {
        code: 'DIFFERENT_REALMS',
        message: `The environments have no realm in common: ${places.map(({ id }, index) => `${id} has ${names[index]?.join(', ') || 'none'}`).join('; ')}.`,
        remedy: 'Name the realms in the same order in the files of the environments, or compare two of them: verify diff A B --realm a=b.',
      },
    ]);
  }
  return all.map((name) => names.map((each) => (each.includes(name) ? name : undefined)));
}

/** In the order of the environment's file, where there is one: there may be a realm of which nothing was seen. */
function namesOf({ side, told }: Place): readonly string[] {
  const held = Object.keys(side.realms);
  if (told.realms.length === 0) return held;
  // A snapshot of some of the realms says nothing of the others.
  return side.gaps.length > 0 ? told.realms : told.realms.filter((realm) => held.includes(realm));
}

export const nameOfRow = (row: RealmRow): string => [...new Set(row.filter((name) => name !== undefined))].join(' = ');
