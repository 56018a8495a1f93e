import type { AdminRequest } from '@keycloak-release-gate/lab';
import type { ChangedObject } from './changes.ts';

type Representation = Record<string, unknown>;

/** One attribute of one object. */
export interface Change {
  readonly object: ChangedObject;
  readonly attribute: string;
}

/** The changes in rounds: in each, no object is changed twice, and nothing that shares a representation with another. */
export function roundsOf(objects: readonly ChangedObject[]): readonly (readonly Change[])[] {
  const rounds: Change[][] = [];
  for (const object of objects)
    for (const attribute of object.attributes) {
      const place = object.find.join(' ');
      const round = rounds.find((each) => each.every((other) => other.object.find.join(' ') !== place));
      if (round) round.push({ object, attribute });
      else rounds.push([{ object, attribute }]);
    }
  return rounds;
}

/** Makes the change; what is returned writes the object back as it was. */
export async function make({ object, attribute }: Change, admin: AdminRequest, realm: string): Promise<() => Promise<void>> {
  const at = `/realms/${realm}`;
  const [path, member, value] = object.find;
  const answer = await admin(`${at}${path}${member === undefined ? '' : '?max=1000&briefRepresentation=false'}`);
  const found = member === undefined ? answer : listOf(answer).find((each) => each[member] === value);
  if (!isRepresentation(found)) throw new Error(`There is nothing at ${object.find.join(' ')}.`);
  const id = encodeURIComponent(String(found['id']));
  const place = `${at}${member === undefined ? path : (object.put?.(id) ?? `${path}/${id}`)}`;
  const changed = structuredClone(found);
  change(changed, attribute.split('/'));
  await admin(place, { method: 'PUT', body: changed });
  return async () => void (await admin(place, { method: 'PUT', body: found }));
}

function change(target: Representation, [name = '', ...rest]: readonly string[]): void {
  const value = target[name];
  if (rest.length === 0) {
    target[name] = another(value);
    return;
  }
  // A list of named objects is entered by a name.
  const inner = Array.isArray(value) ? listOf(value).find((each) => each['name'] === rest[0]) : value;
  if (!isRepresentation(inner)) throw new Error(`There is no ${name} to change.`);
  change(inner, Array.isArray(value) ? rest.slice(1) : rest);
}

/** Another value of the same kind. */
function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) {
    const [first, ...rest] = value as readonly unknown[];
    return [...rest, another(first)];
  }
  if (value === 'true' || value === 'false') return value === 'true' ? 'false' : 'true';
  if (typeof value !== 'string') return 'something';
  if (/^\d+$/.test(value)) return String(Number(value) + 1);
  if (/^[a-z]{2}$/.test(value)) return 'nl';
  if (value.includes(' and ')) return value.split(' and ').slice(1).join(' and ');
  return `${value}x`;
}

const isRepresentation = (value: unknown): value is Representation => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Representation[] => (Array.isArray(value) ? value.filter(isRepresentation) : []);
