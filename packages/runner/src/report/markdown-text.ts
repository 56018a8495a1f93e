import { cleanLine } from './clean-text.ts';

/**
 * Text from outside as Markdown that shows just this text, on one line: no markup, HTML, link, picture, formula, emoji, mention or
 * reference to an issue comes of it (CommonMark: a backslash before ASCII punctuation; GitHub reads mentions and references after that,
 * so that a character without width stands within them).
 */
export const markdownText = (text: string): string =>
  cleanLine(text)
    .replaceAll(/[\\`*_{}[\]<>#|~$&!^]/g, (sign) => `\\${sign}`)
    // Addresses become links by themselves, and `:x:` becomes a picture.
    .replaceAll(/:(?=\/\/|[\w+-]*[a-z+-][\w+-]*:|100:|1234:)/gi, '\\:')
    .replaceAll(/www\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replaceAll(/@(?=\w)/g, `@${nothing}`)
    .replaceAll(/\b(GH)-(?=\d)/gi, `$1-${nothing}`)
    .replaceAll(/\\#(?=\w)/g, `\\#${nothing}`)
    // At the start of a line these begin a list, a rule or a heading.
    .replace(/^([-+](?=\s|$)|[-=](?=[-=\s]*$)|\d{1,9}[.)](?=\s|$))/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);

/** U+200B: it takes no room, and no word goes on behind it. */
const nothing = '\u200B';

/** Text between as many backticks as it takes: nothing in it is Markdown or HTML. */
export function markdownCode(text: string): string {
  const clean = cleanLine(text);
  if (clean === '') return '';
  const ticks = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return clean.startsWith('`') || clean.endsWith('`') ? `${ticks} ${clean} ${ticks}` : `${ticks}${clean}${ticks}`;
}
