import { registry } from '@keycloak-release-gate/checks';
import { plannedRead } from '@keycloak-release-gate/core';
import type { Check } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { anchor, byDomain, page, table } from './page.ts';

/** Every check: what it says, why, what it reads, what it can be told. */
export function checkReference(): string {
  const domains = [...byDomain(registry.values(), ({ id }) => id)];
  return page(
    'Checks',
    `${registry.size} checks. \`verify explain <id>\` says the same on the terminal; [codes](codes.md) lists what they can find.`,
    domains.map(([domain, checks]) => `- **${domain}**: ${checks.map(({ id }) => `[${id}](#${anchor(id)})`).join(', ')}`).join('\n'),
    ...domains.flatMap(([domain, checks]) => [`## ${domain}`, ...checks.flatMap(section)]),
  );
}

function section(check: Check): string[] {
  const words = Object.entries(propertiesOf(check.expects));
  return [
    `### ${check.id}`,
    `**${check.title}.** ${check.why}`,
    [
      `- severity: ${check.severity}`,
      `- reads: ${Object.values(check.reads).map(readText).join(', ') || 'nothing: it judges what is declared'}`,
      ...(check.needs.length > 0
        ? [`- blocked unless these are good: ${check.needs.map((id) => `[${id}](#${anchor(id)})`).join(', ')}`]
        : []),
      ...(check.onGaps === 'judge' ? ['- judges what was seen although a part was not; a pass is then inconclusive'] : []),
    ].join('\n'),
    ...(words.length > 0 ? [table(['expects', 'what', 'default'], words.map(wordRow))] : []),
  ];
}

function readText(read: Parameters<typeof plannedRead>[0]): string {
  const { collector, revision, optional } = plannedRead(read);
  const which = {
    latest: '',
    opening: ' as it was when the run began',
    baseline: ' as it was before the release',
    previous: ' as it was in the last run',
  }[revision];
  return `\`${collector.id}\`${which}${optional ? ' (where there is one)' : ''}`;
}

interface Property {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
}

function propertiesOf(expects: z.ZodType): Readonly<Record<string, Property>> {
  const { properties } = z.toJSONSchema(expects, { io: 'input', unrepresentable: 'any' });
  return (properties ?? {}) as Readonly<Record<string, Property>>;
}

function wordRow([name, property]: readonly [string, Property]): string[] {
  const kind = property.enum
    ? property.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ')
    : [property.type ?? 'value'].flat().join(' or ');
  return [
    `\`${name}\``,
    property.description ?? kind,
    property.default === undefined ? 'from the release or the environment' : `\`${JSON.stringify(property.default)}\``,
  ];
}
