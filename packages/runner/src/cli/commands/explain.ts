import { codes, registry, riskRules } from '@keycloak-release-gate/checks';
import type { Rule } from '@keycloak-release-gate/checks';
import { ConfigurationError, explainedBy, nearest, plannedRead } from '@keycloak-release-gate/core';
import type { Check, Code } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { command } from '../command.ts';

/** `verify explain <id>`: why a check is there, what it reads and expects; or what a finding code means, what to do, and what comes of it; or a risk rule. */
export const explain = command(async (_flags: object, id: string) => {
  const check = registry.get(id.replace(/\[.*\]$/, ''));
  const code = codes.get(id);
  const rule = riskRules.find((each) => each.id === id);
  if (!check && !code && !rule) {
    const guess = nearest(id, [...registry.keys(), ...codes.keys(), ...riskRules.map((each) => each.id)]);
    throw new ConfigurationError([
      {
        code: 'UNKNOWN_CHECK',
        message: `There is no check, no finding code and no risk rule "${id}".`,
        remedy: guess ? `Did you mean "${guess}"?` : '`verify list` lists the checks.',
      },
    ]);
  }
  process.stdout.write(check ? explainCheck(check) : code ? explainCode(code) : rule ? explainRule(rule) : '');
  return 0;
});

function explainCheck(check: Check): string {
  const reads = Object.values(check.reads).map((read) => {
    const { collector, revision, optional } = plannedRead(read);
    return `  ${collector.id}${revision === 'latest' ? '' : ` (${revision})`}${optional ? ', if there' : ''}: ${collector.title}${collector.settles ? '; looked at until it settles' : ''}`;
  });
  const found = [...codes.values()]
    .filter((code) => code.code.startsWith(`${check.id.split('/')[0]}/`))
    .map((code) => `  ${code.code}: ${code.title}`);
  return [
    `${check.id} — ${check.title}`,
    '',
    check.why,
    '',
    `severity  ${check.severity}`,
    ...(check.needs.length > 0 ? [`needs     ${check.needs.join(', ')}`] : []),
    ...(reads.length > 0 ? ['reads', ...reads] : []),
    'expects',
    JSON.stringify(z.toJSONSchema(check.expects, { io: 'input', unrepresentable: 'any' })['properties'] ?? {}, null, 2).replaceAll(
      /^/gm,
      '  ',
    ),
    `codes of its domain`,
    ...found,
    '',
  ].join('\n');
}

function explainCode(code: Code): string {
  const { here = [], anywhere = [] } = code.explains ?? {};
  const causes = explainedBy(code.code, codes);
  return [
    `${code.code} — ${code.title}`,
    '',
    ...(code.doc ? [code.doc, ''] : []),
    `severity  ${code.severity}`,
    `do        ${code.remedy}`,
    ...(here.length > 0 ? ['explains, on the same pod or application, or on what is neither', ...here.map(titled)] : []),
    ...(anywhere.length > 0 ? ['explains, wherever it is found', ...anywhere.map(titled)] : []),
    ...(causes.length > 0 ? ['is explained by', ...causes.map(titled)] : []),
    '',
  ].join('\n');
}

const explainRule = ({ id, title, why, source, severity, remedy }: Rule): string =>
  [`${id} — ${title}`, '', why, '', `severity  ${severity}`, `source    ${source}`, `do        ${remedy}`, ''].join('\n');

const titled = (code: string): string => `  ${code}: ${codes.get(code)?.title ?? 'not known here'}`;
