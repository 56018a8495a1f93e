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
    'What a code explains is folded under it in reports, where both are found and it is no less severe: the cause stands first, what comes of it below. Without a mark that holds on the same pod (`pod/a` and `pod/a/keycloak`) and on what is no pod (`deployment/keycloak`); with `*` it holds on any subject. It changes no outcome.',
    ...domains.flatMap(([domain, found]) => [
      `## ${domain}`,
      table(['code', 'what it means', 'a finding of it', 'what to do', 'explains'], found.map(row)),
    ]),
  );
}

const row = ({ code, title, severity, remedy, doc, explains }: Code): string[] => [
  `\`${code}\``,
  doc === undefined ? title : `${title}. ${doc}`,
  effect[severity],
  remedy,
  [...(explains?.here ?? []).map((name) => `\`${name}\``), ...(explains?.anywhere ?? []).map((name) => `\`${name}\`*`)].join(' '),
];
