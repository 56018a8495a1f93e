import {
  clientAttributes,
  clientScopeAttributes,
  containerAttributes,
  eventAttributes,
  flowAttributes,
  groupAttributes,
  identityProviderAttributes,
  ingressAttributes,
  realmAttributes,
  requiredActionAttributes,
  roleAttributes,
  workloadAttributes,
} from './attributes.ts';
import type { AttributeName } from './attributes.ts';
import type { ExpectedChange } from './expected-change.ts';

interface Kind {
  /** The word of the builder. */
  readonly word: string;
  readonly attributes: Readonly<Record<string, AttributeName>>;
  /** Its parts: the word of the builder, where they stand, and whether they are but values, or their names hold dots. */
  readonly parts?: readonly (readonly [word: string, path: string, are?: 'values' | 'dotted'])[];
}

const kinds: Readonly<Record<string, Kind>> = {
  client: { word: 'client', attributes: clientAttributes, parts: [['mapper', 'protocolMappers']] },
  'client-scope': { word: 'clientScope', attributes: clientScopeAttributes, parts: [['mapper', 'protocolMappers']] },
  role: { word: 'role', attributes: roleAttributes },
  group: { word: 'group', attributes: groupAttributes },
  flow: { word: 'flow', attributes: flowAttributes, parts: [['execution', 'executions']] },
  'required-action': { word: 'requiredAction', attributes: requiredActionAttributes },
  'identity-provider': { word: 'identityProvider', attributes: identityProviderAttributes },
  component: { word: 'component', attributes: {} },
  'config-map': { word: 'configMap', attributes: {}, parts: [['entry', 'entries', 'dotted']] },
  ingress: {
    word: 'ingress',
    attributes: ingressAttributes,
    parts: [
      ['annotation', 'annotations', 'values'],
      ['route', 'routes', 'dotted'],
    ],
  },
};

const container: Kind = {
  word: 'server',
  attributes: containerAttributes,
  parts: [
    ['env', 'env'],
    ['mount', 'mounts', 'dotted'],
    ['port', 'ports', 'values'],
    ['resources.limits', 'resources.limits', 'values'],
    ['resources.requests', 'resources.requests', 'values'],
  ],
};
/** Those of the server's own configuration are named with their kind. */
const ofServer: Readonly<Record<string, Kind>> = {
  workload: {
    word: 'server',
    attributes: workloadAttributes,
    parts: [
      ['annotation', 'pod.annotations', 'values'],
      ['label', 'pod.labels', 'values'],
    ],
  },
  container,
  'init-container': container,
  sidecar: container,
  'init-container-order': { word: 'server', attributes: {} },
  volume: { word: 'server', attributes: {} },
  service: { word: 'server', attributes: {} },
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
  const server = realm === undefined ? ofServer[name === '' ? own : name] : undefined;
  if (server) return { text: `server(${literal(own)})`, kind: server };
  const kind = kinds[name];
  return kind ? { text: `${kind.word}(${literal(rest)}${where})`, kind } : { text: `object(${literal(own)}${where})` };
}

function attributeWritten(attribute: string, kind: Kind | undefined): string {
  const known = Object.entries(kind?.attributes ?? {}).find(([name, { path = name }]) => path === attribute);
  if (known) return `.${known[0]}`;
  for (const [part, path, are] of kind?.parts ?? []) {
    if (!attribute.startsWith(`${path}.`)) continue;
    const rest = attribute.slice(path.length + 1);
    // What is but a value has nothing inside: whatever dots there are, are its name's.
    if (are === 'values' || !rest.includes('.')) return `.${part}(${literal(rest)})`;
    // Where the name ends, nobody knows: the whole path is the safe way to say it.
    if (are === 'dotted') break;
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
