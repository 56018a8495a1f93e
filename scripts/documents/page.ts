/** A page of Markdown that nobody edits by hand. */
export const page = (title: string, ...paragraphs: readonly string[]): string =>
  [`# ${title}`, '<!-- Made from the code by `pnpm run docs`: change the code, not this file. -->', ...paragraphs].join('\n\n') + '\n';

/** A table; what is in its cells may hold anything but a line end that matters. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ');

/** Things by the part of their name before the slash, in the order in which those parts first come. */
export function byDomain<T>(things: Iterable<T>, name: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(things, (thing) => name(thing).split('/')[0] ?? '');
}

/** Where a heading of this text is linked to on the same page, as GitHub makes it. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');
