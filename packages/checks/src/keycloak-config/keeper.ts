import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json } from '@keycloak-release-gate/core';
import type { Kind, RealmConfiguration } from './evidence.ts';
import { normalise } from './normalise.ts';
import type { Representation } from './reading/representation.ts';
import type { Digest } from './secret-state.ts';

/** Takes the objects of a realm as they are read. */
export interface Keeper {
  /** A kind without names has the name ''. */
  keep(kind: Kind, name: string, representation: Representation): void;
  /** Something that tells an object from another one of its name. */
  keepId(key: string, id: string): void;
  result(): Pick<RealmConfiguration, 'objects' | 'ids' | 'ambiguous'>;
}

/** In these, what is empty says something: a validator without options, a list of roles without any. */
const emptyCounts: ReadonlySet<Kind> = new Set(['user-profile', 'client-policies', 'client-profiles', 'localization']);

export function keeper(digest: Digest | undefined): Keeper {
  const found = new Map<string, Json[]>();
  const ids = new Map<string, string>();
  return {
    keep(kind, name, representation) {
      const key = name === '' ? kind : `${kind}/${name}`;
      const normal = normalise(representation, kind, { path: key, keepEmpty: emptyCounts.has(kind), ...(digest ? { digest } : {}) }) ?? {};
      const same = found.get(key);
      if (same) same.push(normal);
      else found.set(key, [normal]);
      const { id, internalId } = representation;
      if (typeof id === 'string') ids.set(key, id);
      else if (typeof internalId === 'string') ids.set(key, internalId);
    },
    keepId: (key, id) => void ids.set(key, id),
    result() {
      const ambiguous = [...found].filter(([, objects]) => objects.length > 1).map(([key]) => key);
      return {
        objects: Object.fromEntries(
          [...found].map(([key, objects]) => [key, objects.length === 1 ? (objects[0] ?? {}) : inAnyOrder(objects)]),
        ),
        ids: Object.fromEntries([...ids].filter(([key]) => (found.get(key)?.length ?? 1) === 1)),
        ambiguous: ambiguous.toSorted(),
      };
    },
  };
}

const inAnyOrder = (objects: readonly Json[]): Json =>
  objects
    .map((object) => [canonicalJson(object), object] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, object]) => object);
