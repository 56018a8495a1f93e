import type { FoundClient } from '@keycloak-release-gate/checks/discovery';
import { cleanLine } from '../report/clean-text.ts';
import { literal } from '../release/new/file-text.ts';
import { prefixOf } from './found.ts';
import type { Found, ScenarioFile } from './found.ts';

/** An application's entry, guessed from its client. */
export interface GuessedApplication extends ScenarioFile {
  readonly id: string;
  /** The name that it is imported by. */
  readonly name: string;
  /** The name of its test user, where people log in to it. */
  readonly testUser?: string;
}

/** A client that no entry can be guessed of, and that somebody has to look at. */
export interface LeftOver {
  readonly realm: string;
  readonly clientId: string;
}

/** An entry for each client that people or systems log in with, and what is left over. */
export function applicationFiles(found: Found): {
  readonly applications: readonly GuessedApplication[];
  readonly leftOver: readonly LeftOver[];
} {
  const ids = new Set<string>();
  const applications: GuessedApplication[] = [];
  const leftOver: LeftOver[] = [];
  for (const { realm, clients } of found.realms)
    for (const client of clients) {
      if (client.kind === 'other') {
        leftOver.push({ realm, clientId: client.clientId });
        continue;
      }
      const id = unusedId(client.clientId, ids);
      const testUser = client.kind === 'service' ? {} : { testUser: `gate-${id}` };
      applications.push({ id, name: nameOf(id), path: `applications/${id}.ts`, text: entry(found, realm, client, id), ...testUser });
    }
  return { applications, leftOver };
}

/** A short id of letters, digits and dashes; one that is taken, or has none of these, gets a number. */
function unusedId(clientId: string, taken: Set<string>): string {
  const base =
    cleanLine(clientId)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60) || 'client';
  let id = base;
  for (let ordinal = 2; taken.has(id); ordinal += 1) id = `${base}-${ordinal}`;
  taken.add(id);
  return id;
}

/** `my-portal` is `applicationMyPortal`: no word of the language. */
const nameOf = (id: string): string =>
  `application${id
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;

function entry(found: Found, realm: string, client: FoundClient, id: string): string {
  const variableName = `${prefixOf(found.id)}${id.toUpperCase().replaceAll('-', '_')}`;
  const isService = client.kind === 'service';
  const url = client.url === undefined ? `variable('${variableName}_URL')` : literal(client.url);
  const imports = ['defineApplication', ...(isService ? ['secret'] : []), ...(!isService && client.url === undefined ? ['variable'] : [])];
  return [
    `import { ${imports.join(', ')} } from '@keycloak-release-gate/core';`,
    '',
    `export const ${nameOf(id)} = defineApplication({`,
    `  id: ${literal(id)},`,
    `  title: ${literal(client.name)},`,
    `  realm: ${literal(realm)},`,
    `  clientId: ${literal(client.clientId)},`,
    ...login(client, variableName),
    `  environments: { ${literal(found.id)}: ${isService ? '{}' : `{ url: ${url}, user: ${literal(id)} }`} },`,
    '});',
    '',
  ].join('\n');
}

function login({ kind }: FoundClient, variableName: string): string[] {
  if (kind === 'service') return [`  login: { kind: 'service', clientSecret: secret.variable('${variableName}_CLIENT_SECRET') },`];
  const guess = {
    browser: 'Guessed: a confidential client with a server behind it.',
    'single-page': 'Guessed: a public client is a single-page application, which has no session of its own on a server.',
    saml: 'Guessed: a SAML client, which people log in to with a browser as well.',
    other: '',
  }[kind];
  return [
    `  // ${guess}`,
    '  // Fill in what only the application shows; `verify login` shows each page on the way.',
    '  login: {',
    "    kind: 'browser',",
    "    loggedIn: '#fill-in-what-is-there-only-when-logged-in',",
    "    logout: { click: '#fill-in-what-logs-out' },",
    ...(kind === 'single-page' ? ["    localSession: 'none',"] : []),
    '  },',
  ];
}
