import type { RunRecord } from '@keycloak-release-gate/core';
import { cleanLine } from './clean-text.ts';
import { openFindings, openGaps, standsForItself, worstFirst } from './summary.ts';
import type { CheckReport } from './summary.ts';
import { becauseLines, findingLines, gapLines } from './terminal-findings.ts';
import { bold, styles } from './terminal-page.ts';
import type { Page } from './terminal-page.ts';
import { fitColumns, paragraph } from './terminal-text.ts';
import { outcomeWords, titleOf } from './words.ts';

const listed = 25;

/** All that is not good: causes in full, then checks that only suffer from them, what was not looked at, and what warns. */
export function details(page: Page): string[] {
  const shown = worstFirst(page.summary.checks);
  const stopped = causesFirst(
    shown.filter(({ result }) => result.outcome.kind === 'fail' || result.outcome.kind === 'inconclusive'),
    page,
  );
  const warned = causesFirst(
    shown.filter(({ result }) => result.outcome.kind === 'warn'),
    page,
  );
  return [
    ...stopped.flatMap((check) => ['', ...checkLines(check, page)]),
    ...blockedLines(page),
    ...warned.flatMap((check) => ['', ...checkLines(check, page)]),
  ];
}

const causesFirst = (checks: readonly CheckReport[], { summary }: Page): CheckReport[] =>
  checks.toSorted((a, b) => Number(standsForItself(b.result, summary.causes)) - Number(standsForItself(a.result, summary.causes)));

function checkLines({ result, planned }: CheckReport, page: Page): string[] {
  const { width, paint, summary } = page;
  const { sign, word } = outcomeWords[result.outcome.kind];
  const told = openFindings(result).filter((item) => item.severity !== 'info');
  const causes = told.filter((item) => !summary.causes.causeOf(item));
  const gaps = openGaps(result);
  const more = Math.max(0, causes.length - listed) + Math.max(0, gaps.length - listed);
  return [
    `${paint(bold(styles[result.outcome.kind]), `${sign} ${word}`)}  ${paint('bold', cleanLine(titleOf(result)))}`,
    paint('dim', `  ${cleanLine(result.check)} (${result.severity})`),
    ...(planned && causes.length + gaps.length > 0 ? paragraph(planned.why, width, 2).map((line) => paint('dim', line)) : []),
    ...causes.slice(0, listed).flatMap((item, index) => findingLines(item, causes[index + 1], page)),
    ...gaps.slice(0, listed).flatMap((item) => gapLines(item, page)),
    ...(more > 0 ? [paint('dim', `  … and ${more} more, in report.html`)] : []),
    // What comes of a finding of the same check already stands under it.
    ...becauseLines(
      told.filter((item) => summary.causes.causeOf(item)?.result.check !== result.check),
      page,
    ),
  ];
}

/** Blocked checks, under what blocked them. */
function blockedLines({ record, summary, width, paint }: Page): string[] {
  const blocked = summary.checks.flatMap(({ result }) => (result.outcome.kind === 'blocked' ? [{ result, by: result.outcome.by }] : []));
  const groups = new Map(blocked.map(({ by }) => [by.join('\n'), by]));
  return [...groups].flatMap(([key, by]) => [
    '',
    `${paint(bold(styles.blocked), `${outcomeWords.blocked.sign} ${outcomeWords.blocked.word}`)}  ${paint('bold', 'Not looked at')}`,
    ...by.flatMap((cause) => paragraph(`because ${causeOf(cause, record)}:`, width, 2)),
    ...blocked
      .filter((item) => item.by.join('\n') === key)
      .map(
        ({ result }) =>
          `    ${fitColumns(cleanLine(titleOf(result)), width - 4)} ${paint('dim', `${cleanLine(result.check)} (${result.severity})`)}`,
      ),
  ]);
}

function causeOf(key: string, record: RunRecord): string {
  const cause = record.results.find((result) => result.check === key);
  return cause
    ? `"${titleOf(cause)}" (${key}) ${cause.outcome.kind === 'fail' ? 'failed' : 'could not be verified'}`
    : `${key} was not good`;
}
