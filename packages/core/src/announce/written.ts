import {
  clientAttributes,
  clientScopeAttributes,
  eventAttributes,
  flowAttributes,
  groupAttributes,
  identityProviderAttributes,
  realmAttributes,
  requiredActionAttributes,
  roleAttributes,
} from './attributes.ts';
import type { AttributeName } from './attributes.ts';
import type { ExpectedChange } from './expected-change.ts';

interface Kind {
  /** The word of the builder. */
  readonly word: string;
  readonly attributes: Readonly<Record<string, AttributeName>>;
  /** Its parts that have attributes themselves: the word of the builder, and where they stand. */
  readonly part?: readonly [word: string, path: string];
}

const kinds: Readonly<Record<string, Kind>> = {
  client: { word: 'client', attributes: clientAttributes, part: ['mapper', 'protocolMappers'] },
  'client-scope': { word: 'clientScope', attributes: clientScopeAttributes, part: ['mapper', 'protocolMappers'] },
  role: { word: 'role', attributes: roleAttributes },
  group: { word: 'group', attributes: groupAttributes },
  flow: { word: 'flow', attributes: flowAttributes, part: ['execution', 'executions'] },
  'required-action': { word: 'requiredAction', attributes: requiredActionAttributes },
  'identity-provider': { word: 'identityProvider', attributes: identityProviderAttributes },
  component: { word: 'component', attributes: {} },
};

/** The change as one writes it into a release file: `client('portal').redirectUris.adds('https://portal.example/*')`. */
export function writtenChange({ object, attribute, change, why }: ExpectedChange): string {
  const { text, kind } = objectWritten(object);
  const { op, value, from } = change ?? { op: 'changes' };
  const reasons = [...(why === undefined ? [] : [`because: ${literal(why)}`]), ...(from === undefined ? [] : [`from: ${literal(from)}`])];
  const call = {
    adds: 'adds',
    removes: 'removes',
    becomes: 'becomes',
    'is added': 'isAdded',
    'is removed': 'isRemoved',
    changes: 'changes',
  }[op];
  const given = [...(value === undefined ? [] : [literal(value)]), ...(reasons.length === 0 ? [] : [`{ ${reasons.join(', ')} }`])];
  return `${text}${attribute === undefined ? '' : attributeWritten(attribute, kind)}.${call}(${given.join(', ')})`;
}

/** The words of the builder that a line begins with: what must be imported for it. */
export const wordOf = (written: string): string => written.slice(0, written.indexOf('('));

function objectWritten(object: string): { readonly text: string; readonly kind?: Kind } {
  const [, realm, own = object] = /^realm\/([^/]+)\/(.+)$/s.exec(object) ?? [];
  const where = realm === undefined ? '' : `, { realm: ${literal(realm)} }`;
  if (own === 'realm' && realm !== undefined)
    return { text: `realm(${literal(realm)})`, kind: { word: 'realm', attributes: realmAttributes } };
  if (own === 'events' && realm !== undefined)
    return { text: `events(${literal(realm)})`, kind: { word: 'events', attributes: eventAttributes } };
  const [, name = '', rest = ''] = /^([^/]+)\/(.+)$/s.exec(own) ?? [];
  const pair = /^(.+):([^:]+)$/s.exec(rest);
  if (pair && (name === 'client-role' || name === 'identity-provider-mapper')) {
    const [word, attributes] = name === 'client-role' ? ['clientRole', roleAttributes] : ['identityProviderMapper', {}];
    return { text: `${word}(${literal(pair[1])}, ${literal(pair[2])}${where})`, kind: { word, attributes } };
  }
  const kind = kinds[name];
  return kind ? { text: `${kind.word}(${literal(rest)}${where})`, kind } : { text: `object(${literal(own)}${where})` };
}

function attributeWritten(attribute: string, kind: Kind | undefined): string {
  const known = Object.entries(kind?.attributes ?? {}).find(([name, { path = name }]) => path === attribute);
  if (known) return `.${known[0]}`;
  const [part, path] = kind?.part ?? [];
  if (path !== undefined && attribute.startsWith(`${path}.`)) {
    const rest = attribute.slice(path.length + 1);
    // Names of mappers may hold dots; then the whole path is the safe way to say it.
    if (!rest.includes('.')) return `.${part}(${literal(rest)})`;
    const [, name = '', inner = ''] = /^([^.]+)\.(.+)$/s.exec(rest) ?? [];
    return `.${part}(${literal(name)}).attribute(${literal(inner)})`;
  }
  return `.attribute(${literal(attribute)})`;
}

/** A value as TypeScript: text in single quotes. */
function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value)
      .slice(1, -1)
      .replaceAll(String.raw`\"`, '"')
      .replaceAll("'", String.raw`\'`)}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : literal(key)}: ${literal(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
