import type { Gap } from '@keycloak-release-gate/core';
import { byCause } from './causes.ts';
import type { JudgedFinding } from './causes.ts';
import { cleanLine, showValue } from './clean-text.ts';
import { columns, fitColumns, paragraph } from './terminal-text.ts';
import type { Page } from './terminal-page.ts';
import { countOf } from './words.ts';

const valueLimit = 20;

/** A finding in full, with one line of what else comes of it. `next` is the one that is told after it. */
export function findingLines(item: JudgedFinding, next: JudgedFinding | undefined, { width, paint, summary }: Page): string[] {
  const style = item.severity === 'fail' ? 'red' : 'yellow';
  // Many findings of one kind have one remedy: it is told after the last of them.
  const followed = next?.code === item.code && next.remedy === item.remedy;
  const consequences = summary.causes.consequencesOf(item).map(({ finding }) => finding);
  return [
    ...paragraph(`${item.severity === 'fail' ? '✗' : '!'} ${item.subject}: ${item.message}`, width, 2, 2).map((line) => paint(style, line)),
    ...valueLines(item, width),
    ...alsoLines(consequences, width).map((line) => paint('dim', line)),
    ...(followed ? [] : [...paragraph(`→ ${item.remedy}`, width, 4, 2), paint('dim', `    ${cleanLine(item.code)}`)]),
  ];
}

/** What else comes of a finding, in one line. */
function alsoLines(consequences: readonly JudgedFinding[], width: number): string[] {
  const told = consequences.filter(({ severity }) => severity !== 'info').map(({ code, subject }) => `${nameOf(code)} ${subject}`);
  if (told.length === 0) return [];
  return [fitColumns(`    └ also: ${countOf(told.length, 'consequence')}: ${cleanLine([...new Set(told)].join(' · '))}`, width)];
}

/** Findings of a check that come of what another check found: one line for each cause. */
export const becauseLines = (findings: readonly JudgedFinding[], { width, paint, summary }: Page): string[] =>
  byCause(findings, summary.causes).flatMap(({ cause: { result, finding } }) =>
    paragraph(`because of ${finding.code} (${finding.subject}), see ${result.check}`, width, 2, 2).map((line) => paint('dim', line)),
  );

const nameOf = (code: string): string => code.slice(code.indexOf('/') + 1);

/** What was not seen, and what would show it. */
export function gapLines(item: Gap, { width, paint }: Page): string[] {
  return [
    ...paragraph(`? ${item.subject}: ${item.reason}`, width, 2, 2).map((line) => paint('magenta', line)),
    ...paragraph(`→ ${item.remedy}`, width, 4, 2),
    paint('dim', `    ${cleanLine(item.code)}`),
  ];
}

function valueLines(item: JudgedFinding, width: number): string[] {
  if (item.expected === undefined && item.actual === undefined) return [];
  if (item.expected !== undefined && item.actual !== undefined) {
    const both = `    expected ${cleanLine(showValue(item.expected))}, got ${cleanLine(showValue(item.actual))}`;
    if (columns(both) <= width) return [both];
  }
  return [
    ...(item.expected === undefined ? [] : valueBlock('expected', item.expected, width)),
    ...(item.actual === undefined ? [] : valueBlock('got', item.actual, width)),
  ];
}

function valueBlock(name: string, value: unknown, width: number): string[] {
  const label = `    ${name.padEnd(8)} `;
  const short = cleanLine(showValue(value));
  const text = label.length + columns(short) <= width ? short : showValue(value, 2);
  const lines = paragraph(text, width, label.length);
  const shown = lines.slice(0, valueLimit).map((line, index) => (index === 0 ? label + line.slice(label.length) : line));
  return lines.length > valueLimit
    ? [...shown, `${' '.repeat(label.length)}… ${lines.length - valueLimit} more lines, in report.html`]
    : shown;
}
