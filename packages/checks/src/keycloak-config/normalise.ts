import type { Json, JsonObject } from '@keycloak-release-gate/core';

/** What the server keeps for itself, and what says nothing about the configuration. */
const noise = new Set([
  'id',
  'containerId',
  'internalId',
  'access',
  'client.secret.creation.time',
  'keycloak.registration.access.token',
  'registrationAccessToken',
]);
/** Members whose value is a secret, whatever they stand in. */
const secretNames = new Set([
  'secret',
  'clientSecret',
  'client_secret',
  'password',
  'bindCredential',
  'privateKey',
  'keystorePassword',
  'keyPassword',
  'secretData',
]);
/** Lists in which the order means something. */
const orderedLists = new Set(['authenticationExecutions', 'acrValues', 'order']);
/** Members by which an object in a list is known. */
const names = ['name', 'alias', 'clientId', 'client', 'scope', 'realm'] as const;

/**
 * A representation as a person would compare it: no ids, sets sorted, lists of named objects as objects by name, JSON in a
 * string as JSON, and of a secret only whether there is one. Null, empty text and empty objects are as good as absent.
 */
export function normalise(value: unknown, key = ''): Json | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (secretNames.has(key)) return secretState(value);
  if (typeof value === 'string') return embedded(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return normaliseList(value, key);
  if (typeof value === 'object') return normaliseObject(value);
  return undefined;
}

function normaliseObject(value: object): JsonObject | undefined {
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (noise.has(name)) return [];
    const normal = normalise(member, name);
    return normal === undefined ? [] : [[name, normal] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function normaliseList(list: readonly unknown[], key: string): Json | undefined {
  const items = list.flatMap((item) => normalise(item) ?? []);
  if (items.length === 0) return undefined;
  if (orderedLists.has(key)) return items;
  const named = byName(items);
  if (named) return named;
  return items.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

/** Objects by their name; undefined where one has none, or where two have the same: then nothing is picked. */
function byName(items: readonly Json[]): JsonObject | undefined {
  const name = names.find((candidate) => items.every((item) => isObject(item) && typeof item[candidate] === 'string'));
  if (name === undefined) return undefined;
  const keys = items.map((item) => String((item as JsonObject)[name]));
  if (new Set(keys).size !== keys.length) return undefined;
  return Object.fromEntries(items.map((item, index) => [keys[index] ?? '', item]));
}

/** Whether a secret is there, and whether it could have been read; never anything of the secret itself. */
function secretState(value: unknown): Json {
  if (typeof value === 'string' && /^\$\{vault\..+\}$/.test(value)) return value;
  return typeof value === 'string' && /^\*+$/.test(value) ? '‹masked›' : '‹a secret›';
}

/** Some attributes are JSON in a string: compared as text, the order of their members would count. */
function embedded(text: string): Json | undefined {
  if (!/^[[{]/.test(text)) return text;
  try {
    return normalise(JSON.parse(text) as unknown);
  } catch {
    // It only looks like JSON.
    return text;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
