import { codes } from '@keycloak-release-gate/checks';
import type { Code, CodeSeverity } from '@keycloak-release-gate/core';
import { byDomain, page, table } from './page.ts';

const effect: Record<CodeSeverity, string> = { fail: 'fails its check', warn: 'warns', info: 'tells' };

/** Every code that a finding or a gap can have: what it means, and what to do. */
export function codeReference(): string {
  const domains = [...byDomain(codes.values(), ({ code }) => code)];
  return page(
    'Codes',
    'The permanent names of what can be found wrong, and of what could not be seen (a gap). They are never renamed and never used again for something else: waivers and dashboards may rely on them. A finding that fails makes its check fail; a gap makes it inconclusive.',
    ...domains.flatMap(([domain, found]) => [
      `## ${domain}`,
      table(['code', 'what it means', 'a finding of it', 'what to do'], found.map(row)),
    ]),
  );
}

const row = ({ code, title, severity, remedy, doc }: Code): string[] => [
  `\`${code}\``,
  doc === undefined ? title : `${title}. ${doc}`,
  effect[severity],
  remedy,
];
