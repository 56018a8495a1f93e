import { diff } from '@keycloak-release-gate/checks';
import type { RealmConfiguration } from '@keycloak-release-gate/checks';
import type { AdminRequest } from '@keycloak-release-gate/lab';
import type { ChangedObject } from './changes.ts';
import { read } from './reader.ts';

type Representation = Record<string, unknown>;

/** One attribute of one object. */
export interface Change {
  readonly object: ChangedObject;
  readonly attribute: string;
}

/**
 * The changes in rounds: in each, no more than so many `together` of what shares a representation. One at a time shows most; several
 * take less time, and their lines are told apart all the same.
 */
export function roundsOf(objects: readonly ChangedObject[], { together }: { readonly together: number }): readonly (readonly Change[])[] {
  const rounds: Change[][] = [];
  for (const object of objects)
    for (const attribute of object.attributes) {
      const place = object.find.join(' ');
      const round = rounds.find((each) => each.filter((other) => other.object.find.join(' ') === place).length < together);
      if (round) round.push({ object, attribute });
      else rounds.push([{ object, attribute }]);
    }
  return rounds;
}

/**
 * Changes realm `rich` round by round: each change must give its line and nothing else, and taken back none. What is returned is every
 * line that was told for no reason, or not told.
 */
export async function goThereAndBack(rounds: readonly (readonly Change[])[], admin: AdminRequest, url: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  let { configuration: before } = await read(url, 'rich');
  for (const round of rounds) {
    const undo: (() => Promise<void>)[] = [];
    for (const each of round) undo.unshift(await make(each, admin, 'rich'));
    const wanted = round.map(({ object, attribute }) => `${object.key}#${attribute.replaceAll('/', '.')}`);
    const there = linesOf(before, (await read(url, 'rich')).configuration);
    for (const back of undo) await back();
    const { configuration: after } = await read(url, 'rich');
    wrong.push(
      ...there.filter((line) => !wanted.includes(line)).map((line) => `${line} told with ${wanted.join(', ')}`),
      ...wanted.filter((line) => !there.includes(line)).map((line) => `${line} not told`),
      ...linesOf(before, after).map((line) => `${line} told once ${wanted.join(', ')} was taken back`),
    );
    before = after;
  }
  return wrong;
}

/** What differs: `client/portal#redirectUris`. */
export const linesOf = (before: RealmConfiguration, now: RealmConfiguration): string[] =>
  diff(before.objects, now.objects)
    .map(({ object, attribute }) => `${object}#${attribute ?? ''}`)
    .toSorted();

/** Makes the change; what is returned writes the object back as it was. */
async function make({ object, attribute }: Change, admin: AdminRequest, realm: string): Promise<() => Promise<void>> {
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
