import type { Json } from '@keycloak-release-gate/core';
import type { Objects } from './difference.ts';
import { isObject } from './same.ts';

type Ids = Readonly<Record<string, string>>;
interface Named {
  readonly objects: Objects;
  readonly ids: Ids;
}

/** The member in which an object's own name stands. */
const nameMembers: Readonly<Record<string, string>> = {
  client: 'clientId',
  'identity-provider': 'alias',
  flow: 'alias',
  'required-action': 'alias',
};
/** Kinds whose names begin with that of their client or provider, and have no id of their own to be told by. */
const ownedKinds: Readonly<Record<string, readonly [kind: string, divider: string][]>> = {
  client: [
    ['client-role', ':'],
    ['service-account', ''],
    ['authorization', ''],
  ],
  'identity-provider': [['identity-provider-mapper', ':']],
};

/** The new name of each object that has the same id under another name: `client/portal` → `client/new-portal`. */
export function renames(before: Named, after: Named): ReadonlyMap<string, string> {
  const came = new Map<string, string>();
  for (const [object, id] of Object.entries(after.ids))
    if (before.objects[object] === undefined && after.objects[object] !== undefined) came.set(id, object);
  const found = new Map<string, string>();
  for (const [object, id] of Object.entries(before.ids)) {
    if (after.objects[object] !== undefined || before.objects[object] === undefined) continue;
    const now = came.get(id);
    if (now !== undefined && kind(now) === kind(object)) found.set(object, now);
  }
  return found;
}

/** Where everything of before is found that was renamed: what belongs to a renamed client goes with it. */
export function withNewNames(objects: Objects, renamed: ReadonlyMap<string, string>): Objects {
  const names = new Map(renamed);
  for (const [old, now] of renamed)
    for (const [owned, divider] of ownedKinds[kind(old)] ?? []) {
      const prefix = `${owned}/${name(old)}${divider}`;
      for (const object of Object.keys(objects))
        if (divider === '' ? object === prefix : object.startsWith(prefix))
          if (!names.has(object)) names.set(object, `${owned}/${name(now)}${divider}${object.slice(prefix.length)}`);
    }
  const references = new Map([...names].filter(([object]) => /^(?:role|client-role|group)\//.test(object)));
  return Object.fromEntries(
    Object.entries(objects).map(([object, value]) => {
      const now = names.get(object) ?? object;
      return [now, referring(named(value, now, names.has(object)), references)] as const;
    }),
  );
}

/** The object under its new name: that the name itself differs is told by the rename. */
function named(value: Json, object: string, isRenamed: boolean): Json {
  if (!isRenamed || !isObject(value)) return value;
  const member = nameMembers[kind(object)] ?? 'name';
  const own = member === 'name' ? (name(object).split(/[:/]/).at(-1) ?? '') : name(object);
  return typeof value[member] === 'string' ? { ...value, [member]: own } : value;
}

/** Lists that refer to roles and groups by their key. */
function referring(value: Json, references: ReadonlyMap<string, string>): Json {
  if (references.size === 0) return value;
  if (typeof value === 'string') return references.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (!isObject(value)) {
    const items = value.map((item) => referring(item, references));
    return items.some((item, index) => item !== value[index]) && items.every((item) => typeof item === 'string') ? items.toSorted() : items;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, referring(member ?? null, references)]));
}

const kind = (object: string): string => object.split('/', 1)[0] ?? object;
const name = (object: string): string => object.slice(kind(object).length + 1);
