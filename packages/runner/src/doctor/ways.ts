import type { Way } from '@keycloak-release-gate/checks/ways';
import type { Shared } from '../collect/shared.ts';
import { cleanText } from '../report/clean-text.ts';
import type { Prepared } from '../verify/prepare.ts';

/** Which way each client goes from here, and how far it comes. */
export async function waysSeen({ plan: { run }, secret }: Pick<Prepared, 'plan' | 'secret'>, shared: Shared): Promise<readonly Way[]> {
  const { waysOf } = await import('@keycloak-release-gate/checks/ways');
  const { signal } = new AbortController();
  // Nothing of it is recorded, so that what a login command gives need not be kept out of anything.
  return waysOf({ run, secret, signal, conceal: () => undefined, shared: shared.get });
}

/** The block "Ways" for a terminal. What servers say of themselves stands in it. */
export function wordsOfWays(ways: readonly Way[]): string {
  const width = Math.max(...ways.map(({ client }) => client.length));
  return `Ways\n${ways.map((way) => wordsOf(way, width)).join('')}`;
}

function wordsOf({ client, to, proxy, trusts, gaps, notes = [] }: Way, width: number): string {
  const lines = [
    `  ${gaps.length > 0 ? '✗' : '✓'} ${client.padEnd(width)}  ${to}  ${proxy === undefined ? 'directly' : `through ${proxy.url} (${proxy.by})`}`,
    ...(trusts === undefined ? [] : [`      trusts ${trusts}`]),
    ...notes.map((note) => `      ! ${note}`),
    ...gaps.flatMap(({ reason, remedy, code }) => [`      ${reason}`, `      do    ${remedy}`, `      code  ${code}`]),
  ];
  return lines.map((line) => `${oneLine(line)}\n`).join('');
}

/** As it is, with its columns; but whatever was brought into it from outside stays on its line. */
const oneLine = (line: string): string => cleanText(line).replaceAll(/\s*\n\s*/g, ' ');
