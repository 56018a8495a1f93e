import { compare } from '@keycloak-release-gate/core';
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { show } from '../diff.ts';

/** A user as the admin API tells it. */
export interface SampleUser {
  readonly id: string;
  readonly username?: unknown;
  readonly email?: unknown;
  readonly firstName?: unknown;
  readonly lastName?: unknown;
  readonly attributes?: unknown;
}

/** Times, and what is drawn anew for each token. That they are there counts; what they are does not. */
const drawnAnew = new Set([
  'exp',
  'iat',
  'nbf',
  'auth_time',
  'updated_at',
  'jti',
  'sid',
  'session_state',
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
]);
const eachTimeAnother = '‹each time another›';

/** Claims that are about a person by their name, whatever they hold. */
const personal =
  /^(?:sub|name|(?:given|family|middle|nick|preferred_user|unique_)_?name|email|phone_number|birthdate|gender|picture|website|upn|ssin|national_?number|address|formatted|street_address|locality|region|postal_code)$/i;

/** Shorter values say nothing of a person, and stand in many places. */
const shortest = 3;

/**
 * Claims as they can be compared with those of another day and told in a report: lists in order, what is drawn anew by its being
 * there, and of the user not the value but where it comes from. A mapper that takes another attribute shows all the same.
 */
export function comparableClaims(claims: Json, user: SampleUser): Record<string, Json> {
  const known = valuesOf(user);
  return Object.fromEntries(
    Object.entries(isObject(claims) ? claims : {}).map(([name, value]) => [name, comparable(value ?? null, name, known)]),
  );
}

/** Lists in claims are sets: what stands in one, in the one order in which it is compared. */
export const inOneOrder = (items: readonly Json[]): Json[] => items.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));

type Known = ReadonlyMap<string, string>;

function comparable(value: Json, name: string, known: Known): Json {
  if (drawnAnew.has(name)) return eachTimeAnother;
  // Names of scopes, in no order.
  if (name === 'scope' && typeof value === 'string') return value.split(' ').toSorted(compare);
  if (Array.isArray(value)) return inOneOrder((value as readonly Json[]).map((item) => comparable(item, name, known)));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, comparable(member ?? null, key, known)]));
  if (typeof value === 'boolean' || value === null) return value;
  const text = show(value);
  const source = known.get(text);
  if (source !== undefined) return `‹${source}›`;
  if (personal.test(name)) return name === 'sub' ? `‹another id ${shortHash(text)}›` : '‹something else of the user›';
  return typeof value === 'string' ? withoutValues(value, known) : value;
}

/** Inside a longer text, too: `mailto:` before an address. */
function withoutValues(text: string, known: Known): string {
  let clean = text;
  for (const [value, source] of known) if (parts.has(source)) clean = clean.replaceAll(value, `‹${source}›`);
  return clean;
}

const parts = new Set(['id', 'email']);

/** A user's values by where they come from. Where two are the same, the first counts: it is the same one each time. */
function valuesOf({ id, username, email, firstName, lastName, attributes }: SampleUser): Known {
  const fullName = [firstName, lastName].filter((part) => typeof part === 'string').join(' ');
  const sources: readonly (readonly [value: unknown, source: string])[] = [
    [id, 'id'],
    [username, 'username'],
    [email, 'email'],
    [firstName, 'first name'],
    [lastName, 'last name'],
    [fullName, 'full name'],
    ...Object.entries(attributes ?? {}).flatMap(([name, values]: [string, unknown]) =>
      (Array.isArray(values) ? (values as readonly unknown[]) : [values]).map((value) => [value, `attribute ${name}`] as const),
    ),
  ];
  const known = new Map<string, string>();
  for (const [value, source] of sources)
    if (typeof value === 'string' && value.length >= shortest && !known.has(value)) known.set(value, source);
  return known;
}

/** A pairwise subject is made of a user's id and cannot be traced to it; that it changes matters to the application. */
const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
