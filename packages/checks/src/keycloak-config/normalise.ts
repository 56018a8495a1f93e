import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json } from '@keycloak-release-gate/core';
import { isSecretName, secretState } from './secret-state.ts';

type Plain = { readonly [key: string]: Json };

/** What the server keeps for itself, or what says nothing about the configuration. */
const dropped: ReadonlySet<string> = new Set([
  'id',
  'containerId',
  'internalId',
  'access',
  'registrationAccessToken',
  'client.secret.creation.time',
  // Told by its composites.
  'composite',
]);
const importChecksum = /import-checksum/;

/** Empty and absent mean the same here. */
const emptyIsAbsent: ReadonlySet<string> = new Set([
  'attributes',
  'authenticationFlowBindingOverrides',
  'adminUrl',
  'baseUrl',
  'config',
  'description',
  'displayName',
  'displayNameHtml',
  'name',
  'protocolMappers',
  'rootUrl',
  'smtpServer',
  'registeredNodes',
]);

/** Lists whose order is a rank. Every other list of plain values is a set. */
const ranked: ReadonlySet<string> = new Set(['webAuthnPolicySignatureAlgorithms', 'webAuthnPolicyPasswordlessSignatureAlgorithms']);
/** Text that is a set, divided by `##`. */
const divided: ReadonlySet<string> = new Set(['post.logout.redirect.uris', 'request.uris', 'acr.values', 'default.acr.values']);
/** Lists of objects that are known by their name. */
const named: ReadonlySet<string> = new Set(['protocolMappers']);

/**
 * An object of the admin API as a person would compare it: without ids, sets in one order, mappers by name, embedded JSON
 * as what it says, and for every secret only that there is one.
 */
export function normalise(value: Json, key = ''): Json | undefined {
  if (typeof value === 'string') return normaliseText(value, key);
  if (Array.isArray(value)) return normaliseList(value, key);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const members = Object.entries(value)
    .filter(([name]) => !dropped.has(name) && !importChecksum.test(name))
    .map(([name, member]) => [name, member === undefined ? undefined : normalise(member, name)] as const)
    .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined);
  if (members.length === 0 && emptyIsAbsent.has(key)) return undefined;
  return Object.fromEntries(members.toSorted(([a], [b]) => compare(a, b)));
}

function normaliseText(value: string, key: string): Json | undefined {
  if (value === '' && emptyIsAbsent.has(key)) return undefined;
  if (isSecretName(key)) return value === '' ? undefined : secretState(value);
  if (divided.has(key)) return value.split('##').toSorted(compare);
  const embedded = embeddedJson(value);
  return embedded === undefined ? value : normalise(embedded, key);
}

function normaliseList(list: readonly Json[], key: string): Json | undefined {
  if (list.length === 0 && emptyIsAbsent.has(key)) return undefined;
  if (named.has(key) && list.every(hasName))
    return Object.fromEntries(list.map((each) => [each.name, normalise(without(each, 'name')) ?? {}]));
  const items = list.map((each) => normalise(each, key)).filter((each): each is Json => each !== undefined);
  // Lists of objects (client policies, profiles) are ranked; so are the lists that say so.
  return ranked.has(key) || items.some((each) => typeof each === 'object')
    ? items
    : items.toSorted((a, b) => compare(canonicalJson(a), canonicalJson(b)));
}

function embeddedJson(value: string): Json | undefined {
  if (!/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const hasName = (value: Json): value is Plain & { readonly name: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'name' in value && typeof value.name === 'string';

const without = (value: Plain, name: string): Plain => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
