import { canonicalJson } from '@keycloak-release-gate/core';
import type { Json } from '@keycloak-release-gate/core';
import { isList } from '../../keycloak-config/diff/same.ts';
import { isSecretName } from '../../keycloak-config/secret-state.ts';
import { textAt } from './json-object.ts';
import type { Concealer, Path } from './plain-secrets.ts';

/** Members in which people and what they log in with stand, as in an export of a realm. */
const personal = new Set(['users', 'federatedUsers', 'credentials']);

const header = /^(?:proxy-)?authorization$|^cookie$/i;

/** A value without the secrets that its members' names tell. */
export function withoutSecrets(value: Json, path: Path, conceal: Concealer, name = ''): Json {
  const inner = (member: Json | undefined, key: string): Json =>
    withoutSecrets(member ?? null, { ...path, attribute: `${path.attribute}.${key}` }, conceal, key);
  if (typeof value === 'string') return conceal.value(value, name, path);
  if (typeof value === 'number' && isSecretName(name)) return conceal.secret(String(value), path);
  if (typeof value !== 'object' || value === null) return value;
  if (personal.has(name)) return conceal.secret(canonicalJson(value), path);
  if (isList(value)) return value.map((item) => withoutSecrets(item, path, conceal, name));
  // `{ "name": "KC_DB_PASSWORD", "value": "…" }`, and the headers that people are let in by.
  const named = textAt(value, 'name') ?? textAt(value, 'key') ?? '';
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'value' && typeof member === 'string' && (isSecretName(named) || header.test(named))
        ? conceal.secret(member, path)
        : inner(member, key),
    ]),
  );
}
