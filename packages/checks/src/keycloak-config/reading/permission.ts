import { representations, textOf } from './representation.ts';
import type { Representation } from './representation.ts';

/**
 * The resources and scopes that a permission is for, by name; nothing where it is for none of its own. All versions tell them with what
 * they are (`resourcesData`), from 26.7 on their ids too, by which they are `known`.
 */
export function whatFor(permission: Representation, known: ReadonlyMap<string, string>): Representation {
  return Object.fromEntries(
    ['resources', 'scopes'].flatMap((name) => {
      const told = representations(permission[`${name}Data`]);
      if (told.length > 0) return [[name, told.map((each) => textOf(each, 'name'))]];
      const ids: unknown = permission[name];
      return Array.isArray(ids) && ids.length > 0 ? [[name, ids.map((id: unknown) => known.get(String(id)) ?? id)]] : [];
    }),
  );
}
