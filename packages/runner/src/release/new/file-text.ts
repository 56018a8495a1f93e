import type { ReleaseDefinition } from '@keycloak-release-gate/core';

/** The members that are asked for, as they are to stand in the file. */
export type NewRelease = Pick<
  ReleaseDefinition,
  | 'id'
  | 'title'
  | 'description'
  | 'environments'
  | 'keycloak'
  | 'image'
  | 'commit'
  | 'deploys'
  | 'rollback'
  | 'impact'
  | 'parties'
  | 'window'
  | 'soakHours'
  | 'author'
>;

/** The text of `scenarios/releases/<id>.ts`. Whatever stands in the answers, in the file it is text and nothing else. */
export function releaseFileText(release: NewRelease): string {
  const { id, title, description, environments, keycloak, image, commit, deploys, rollback, impact, parties, window, soakHours, author } =
    release;
  const object = (members: Readonly<Record<string, string>>): string =>
    `{ ${Object.entries(members)
      .map(([name, value]) => `${name}: ${literal(value)}`)
      .join(', ')} }`;
  const list = (items: readonly string[]): string => `[${items.map(literal).join(', ')}]`;
  const members: readonly (readonly [string, string])[] = [
    ['id', literal(id)],
    ['title', literal(title)],
    ['description', literal(description)],
    ['environments', list(environments)],
    ['keycloak', object(keycloak)],
    ...(image === undefined ? [] : [['image', literal(image)] as const]),
    ...(commit === undefined ? [] : [['commit', literal(commit)] as const]),
    ...(deploys === undefined || deploys ? [] : [['deploys', 'false'] as const]),
    ['rollback', object(rollback)],
    ['impact', literal(impact)],
    ...(parties === undefined || parties.length === 0 ? [] : [['parties', list(parties)] as const]),
    ...(window === undefined ? [] : [['window', object(window)] as const]),
    ...(soakHours === undefined || soakHours === 0 ? [] : [['soakHours', String(soakHours)] as const]),
    ...(author === undefined ? [] : [['author', literal(author)] as const]),
  ];
  return [
    "import { defineRelease } from '@keycloak-release-gate/core';",
    '',
    'export default defineRelease({',
    ...members.map(([name, value]) => `  ${name}: ${value},`),
    '});',
    '',
  ].join('\n');
}

const named: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };
// Controls, formatting (text that reads as what it is not), halves of characters, and the two line ends of Unicode.
const unseen = /[\p{C}\u2028\u2029]/gu;

/** A string literal of TypeScript that stands for just this text, on one line, with nothing unseen in it. */
export function literal(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll(unseen, (character) => named[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return `${quote}${escaped}${quote}`;
}
