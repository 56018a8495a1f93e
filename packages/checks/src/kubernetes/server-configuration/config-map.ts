import { canonicalJson, contentHash } from '@keycloak-release-gate/core';
import type { Json, JsonObject } from '@keycloak-release-gate/core';
import { isList, isObject } from '../../keycloak-config/diff/same.ts';
import { isSecretName } from '../../keycloak-config/secret-state.ts';
import { objectAt, textAt } from './json-object.ts';
import { withoutSecrets } from './members.ts';
import type { Concealer, Path } from './plain-secrets.ts';

/** A longer text is told by its hash: nobody reads that many lines in a comparison. */
const most = { characters: 131_072, lines: 1_000 };

/** A ConfigMap by its entries: text as one compares it, other data by its hash. */
export function normaliseConfigMap(map: JsonObject, name: string, conceal: Concealer): JsonObject {
  const object = `config-map/${name}`;
  const entry = (key: string): Path => ({ object, attribute: `entries.${key}` });
  const data = Object.keys(objectAt(map, 'data')).map(
    (key) => [key, entryOf(key, textAt(objectAt(map, 'data'), key) ?? '', entry(key), conceal)] as const,
  );
  const binary = Object.entries(objectAt(map, 'binaryData')).map(
    ([key, value]) => [key, `sha256:${contentHash(Buffer.from(typeof value === 'string' ? value : '', 'base64'))}`] as const,
  );
  return { entries: Object.fromEntries([...data, ...binary]), ...(map['immutable'] === true ? { immutable: true } : {}) };
}

/** Per key where the text is JSON or all of its lines are `key=value`; else by lines. */
function entryOf(key: string, text: string, path: Path, conceal: Concealer): Json {
  if (isSecretName(key)) return conceal.secret(text, path);
  const parsed = /^\s*[[{]/.test(text) ? parsedJson(text) : undefined;
  if (parsed !== undefined) return bounded(withoutSecrets(parsed, path, conceal));
  const properties = propertiesOf(text);
  if (properties)
    return bounded(
      Object.fromEntries(
        properties.map(([name, value]) => [name, conceal.value(value, name, { ...path, attribute: `${path.attribute}.${name}` })]),
      ),
    );
  const clean = conceal.text(text, path, /\.(?:ya?ml|conf|properties|ini|env|toml|cfg)$/.test(key));
  const lines = clean.replace(/\n$/, '').split('\n');
  return lines.length === 1 ? clean : bounded(lines);
}

function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    // It only looks like JSON.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Undefined for what is no plain properties file: a line that goes on in the next one, a name that is given twice. */
function propertiesOf(text: string): readonly (readonly [string, string])[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:[#!]|$)/.test(line));
  if (lines.length === 0 || !text.includes('=')) return undefined;
  const pairs = lines.map((line) => /^\s*([\w.%"-]+)\s*=(.*)$/.exec(line));
  const found = pairs.flatMap((pair) =>
    pair === null || pair[0].endsWith('\\') ? [] : [[pair[1] ?? '', (pair[2] ?? '').trim()] as const],
  );
  const names = new Set(found.map(([name]) => name));
  return found.length === lines.length && names.size === found.length ? found : undefined;
}

/** The same, or its hash where it is too much. The places of secrets stay: what they hold is not in the hash. */
function bounded(value: Json): Json {
  const text = canonicalJson(value);
  if (text.length <= most.characters && (isObject(value) || !isList(value) || value.length <= most.lines)) return value;
  const secrets = text.match(/‹[^›]*›/g) ?? [];
  return [`a long text, sha256:${contentHash(text)}`, ...secrets].join(' ');
}
