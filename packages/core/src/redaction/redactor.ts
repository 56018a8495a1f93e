import { removeCredentials } from './credentials.ts';
import { knownSecrets } from './known-secrets.ts';
import { uniqueNames } from './member-names.ts';
import { pseudonymiser } from './personal-data.ts';

/** Shorter secrets would scrub ordinary words, so they are refused where secrets are resolved. */
export const SHORTEST_SECRET = 8;

/** The one place where what must not be written is taken out. Everything passes through it before it is hashed or stored. */
export interface Redactor {
  /** Registers a secret under the name that will stand in its place. */
  conceal(name: string, value: string): void;
  /** Text without secrets, and without personal data where that is asked for. */
  text(text: string, personalData?: boolean): string;
  /** The same for every string in a JSON value, the names of members included: no member is lost when names become the same. */
  json<T>(value: T, personalData?: boolean): T;
}

/** `salt` makes the pseudonyms of this run; `keep` is what is not personal: the gate's own users, the environment's addresses. */
export function createRedactor({ salt, keep = [] }: { readonly salt: string; readonly keep?: Iterable<string> }): Redactor {
  const secrets = knownSecrets();
  const people = pseudonymiser(salt, new Set(keep));

  const conceal = (name: string, value: string): void => {
    if (value.length >= SHORTEST_SECRET) secrets.add(name, value);
  };
  const text = (input: string, personalData = false): string => {
    const clean = removeCredentials(secrets.replaceIn(input));
    return personalData ? people.text(clean) : clean;
  };
  const walk = (value: unknown, personalData: boolean, key: string): unknown => {
    if (typeof value === 'string')
      return personalData && people.isPersonal(key) ? people.value(key, text(value)) : text(value, personalData);
    if (Array.isArray(value)) return value.map((item) => walk(item, personalData, key));
    if (typeof value === 'number') return personalData ? people.number(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value);
    const memberNames = uniqueNames(members.map(([name]) => text(name, personalData)));
    return Object.fromEntries(members.map(([name, member], index) => [memberNames[index] ?? name, walk(member, personalData, name)]));
  };
  return {
    conceal,
    text,
    json: <T>(value: T, personalData = false) => walk(value, personalData, '') as T,
  };
}
