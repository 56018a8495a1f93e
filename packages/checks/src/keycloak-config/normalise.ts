import { canonicalJson, compare } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isList } from './diff/same.ts';
import { isMasked, isSecretName, secretState } from './secret-state.ts';
import type { Digest } from './secret-state.ts';

/** What the server keeps for itself, and what says nothing about the configuration. */
const noise = new Set(['id', 'containerId', 'internalId', 'access', 'registrationAccessToken']);
/** The same in maps in which anybody may choose the names: attributes. */
const noisyAttributes = new Set([
  'client.secret.creation.time',
  'keycloak.registration.access.token',
  // When users were last fetched from a directory, which happens by itself.
  'lastSync',
]);
/** What other tools keep of their own doing in a realm's attributes. */
const importChecksum = /import-checksum/;
/** Members whose own members are named by whoever configures, so that any name is possible in them. */
const freeMaps = new Set([
  'attributes',
  'config',
  'values',
  'configuration',
  'annotations',
  'texts',
  'clientRoles',
  'executions',
  'policies',
  'profiles',
  'groups',
]);
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
  'numbers',
  'options',
  'profiles',
  'webAuthnPolicySignatureAlgorithms',
  'webAuthnPolicyPasswordlessSignatureAlgorithms',
]);
/** Members by which an object in a list is known. */
const names = ['name', 'alias', 'clientId', 'client', 'scope', 'realm'] as const;

export interface Normal {
  /** Without it, of a secret only whether it is there is told. */
  readonly digest?: Digest;
  /** Where what is empty says something: a validator without options, a role list that is empty. Elsewhere it is as good as absent. */
  readonly keepEmpty?: boolean;
  /** Where the value stands. */
  readonly path?: string;
}

/**
 * A representation as a person would compare it: no ids, sets sorted, lists of named objects as objects by name, JSON in a
 * string as JSON, and of a secret only whether there is one, or its digest. Null, empty text and empty objects are as good as absent.
 */
export function normalise(value: unknown, key = '', normal: Normal = {}): Json | undefined {
  if (value === null || value === undefined || (value === '' && normal.keepEmpty !== true)) return undefined;
  if ((isSecretName(key) && isText(value)) || isMasked(value)) return secretState(value, normal.path, normal.digest);
  if (typeof value === 'string') return dividedText.has(key) ? value.split('##').toSorted(compare) : embedded(value, normal);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return normaliseList(value, key, normal);
  if (typeof value === 'object') return normaliseObject(value, key, normal);
  return undefined;
}

/** Only text is a secret: an object under such a name (the step `reset-password` of a flow) is something else. */
const isText = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || (Array.isArray(value) && value.length > 0 && value.every(isText));

function normaliseObject(value: object, key: string, normal: Normal): JsonObject | undefined {
  const mapping = 'protocolMapper' in value ? setWhileMapping[String(value.protocolMapper)] : undefined;
  const free = freeMaps.has(key);
  const members = Object.entries(value).flatMap(([name, member]: readonly [string, unknown]) => {
    if (free ? noisyAttributes.has(name) || importChecksum.test(name) : noise.has(name)) return [];
    const inner = { ...normal, path: `${normal.path ?? ''}.${name}` };
    const content = key === 'texts' ? member : undefined;
    if (typeof content === 'string') return [[name, content] as const];
    const result = normalise(name === 'config' && mapping !== undefined ? without(member, mapping) : member, name, inner);
    return result === undefined ? [] : [[name, result] as const];
  });
  return members.length === 0 && normal.keepEmpty !== true ? undefined : Object.fromEntries(members);
}

const without = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) : value;

function normaliseList(list: readonly unknown[], key: string, normal: Normal): Json | undefined {
  const items = list.flatMap((item) => normalise(item, '', normal) ?? []);
  if (items.length === 0) return normal.keepEmpty === true ? [] : undefined;
  if (orderedLists.has(key)) return items;
  const named = byName(items);
  if (named) return named;
  return items
    .map((item) => [typeof item === 'string' ? item : JSON.stringify(item), item] as const)
    .toSorted(([a], [b]) => compare(a, b))
    .map(([, item]) => item);
}

/** Objects by their name; undefined where one has none, or where two have the same: then nothing is picked. */
function byName(items: readonly Json[]): JsonObject | undefined {
  if (typeof items[0] !== 'object') return undefined;
  for (const name of names) {
    const keys = items.flatMap((item) => (isObject(item) && typeof item[name] === 'string' ? [item[name]] : []));
    if (keys.length < items.length) continue;
    if (new Set(keys).size < keys.length) return undefined;
    return Object.fromEntries(items.map((item, index) => [keys[index] ?? '', item]));
  }
  return undefined;
}

/**
 * Some attributes are JSON in a string: compared as text, the order of their members would count. What a representation has no room
 * for (an order, an empty member, one that is called `id`) may mean something there: such JSON stays text, in one way of writing it.
 */
function embedded(text: string, normal: Normal): Json | undefined {
  if (!/^[[{]/.test(text)) return text;
  const json = parsed(text);
  if (json === undefined) return text;
  const normalised = normalise(json, '', normal);
  const clean = withoutSecrets(json, '', normal);
  if (canonicalJson(clean) === canonicalJson(normalised ?? null)) return normalised;
  return normalised === undefined && Object.keys(json).length === 0 ? undefined : canonicalJson(clean);
}

/** Undefined for what only looks like JSON. */
function parsed(text: string): JsonObject | readonly Json[] | undefined {
  try {
    return JSON.parse(text) as JsonObject | readonly Json[];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** All of it, but for secrets: these as in a representation. */
function withoutSecrets(value: Json, key: string, normal: Normal): Json {
  if ((isSecretName(key) && isText(value)) || isMasked(value)) return secretState(value, normal.path, normal.digest);
  if (isList(value)) return value.map((item) => withoutSecrets(item, '', normal));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      withoutSecrets(member ?? null, name, { ...normal, path: `${normal.path ?? ''}.${name}` }),
    ]),
  );
}

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
