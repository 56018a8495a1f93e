import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isSecretName, secretState } from './secret-state.ts';

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
/** What other tools keep of their own doing in a realm's attributes. */
const importChecksum = /import-checksum/;
/**
 * What a mapper's configuration gets from the server while it issues a token (seen on 26.7.4): only in the memory of that node,
 * and gone after its restart. A realm in which somebody logged in would differ from the same realm before.
 */
const setWhileMapping: Readonly<Record<string, string>> = { 'oidc-group-membership-mapper': 'multivalued' };
/** Text that is a set, divided by `##`. */
const dividedText = new Set(['post.logout.redirect.uris', 'request.uris']);
/** Lists in which the order means something. */
const orderedLists = new Set([
  'authenticationExecutions',
  'acrValues',
  'order',
  'webAuthnPolicySignatureAlgorithms',
  'webAuthnPolicyPasswordlessSignatureAlgorithms',
]);
/** Members by which an object in a list is known. */
const names = ['name', 'alias', 'clientId', 'client', 'scope', 'realm'] as const;

/**
 * A representation as a person would compare it: no ids, sets sorted, lists of named objects as objects by name, JSON in a
 * string as JSON, and of a secret only whether there is one. Null, empty text and empty objects are as good as absent.
 */
export function normalise(value: unknown, key = ''): Json | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (isSecretName(key) && typeof value !== 'boolean') return secretState(value);
  if (typeof value === 'string') return dividedText.has(key) ? value.split('##').toSorted(compare) : embedded(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return normaliseList(value, key);
  if (typeof value === 'object') return normaliseObject(value);
  return undefined;
}

function normaliseObject(value: object): JsonObject | undefined {
  const mapping = 'protocolMapper' in value ? setWhileMapping[String(value.protocolMapper)] : undefined;
  const members = Object.entries(value).flatMap(([name, member]: readonly [string, unknown]) => {
    if (noise.has(name) || importChecksum.test(name)) return [];
    const normal = normalise(name === 'config' && mapping !== undefined ? without(member, mapping) : member, name);
    return normal === undefined ? [] : [[name, normal] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

const without = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) : value;

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
  for (const name of names) {
    const keys = items.flatMap((item) => (isObject(item) && typeof item[name] === 'string' ? [item[name]] : []));
    if (keys.length < items.length) continue;
    if (new Set(keys).size < keys.length) return undefined;
    return Object.fromEntries(items.map((item, index) => [keys[index] ?? '', item]));
  }
  return undefined;
}

/** Some attributes are JSON in a string: compared as text, the order of their members would count. */
function embedded(text: string): Json | undefined {
  if (!/^[[{]/.test(text)) return text;
  try {
    return normalise(JSON.parse(text) as unknown);
  } catch (error) {
    // It only looks like JSON.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
