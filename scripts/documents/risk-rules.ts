import { riskRules, riskThemes } from '@keycloak-release-gate/checks';
import type { Rule } from '@keycloak-release-gate/checks';
import { anchor, page, table } from './page.ts';

const severities = { fail: 'fails', warn: 'warns', info: 'tells' } as const;

/** Every risk rule: what it tells, why, where it comes from, and what to do. */
export function riskRuleReference(): string {
  return page(
    'Risk rules',
    `${riskRules.length} rules by which [keycloak-config/not-weakened](checks.md#${anchor('keycloak-config/not-weakened')}) says what a change made weaker, and [keycloak-config/weak-points](checks.md#${anchor('keycloak-config/weak-points')}) what was weak already. Their ids are permanent: they stand behind the \`#\` in the subjects of findings, and so in waivers. \`verify explain <id>\` says the same on the terminal.`,
    'A change that the release announces only warns, whatever the rule says. What is about encryption on the way (marked with \\*) only tells where the public address of the environment is plain http. Names behind kcwarden and keycloak-config-verifyer are those of the same rule in these rule sets.',
    ...[...riskThemes].flatMap(([theme, rules]) => [
      `## ${theme}`,
      table(['rule', 'what it tells', 'why', 'an unannounced change', 'what to do', 'source'], rules.map(row)),
    ]),
  );
}

const row = ({ id, title, why, severity, transport, remedy, source }: Rule): string[] => [
  `\`${id}\``,
  title,
  why,
  `${severities[severity]}${transport === true ? String.raw`\*` : ''}`,
  remedy,
  source,
];
