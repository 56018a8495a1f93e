import type { Result, RunRecord } from '@keycloak-release-gate/core';
import { cleanLine } from './clean-text.ts';
import { deployParts } from './deploy-told.ts';
import { summarise, waivedItems } from './summary.ts';
import type { CheckReport } from './summary.ts';
import { details } from './terminal-checks.ts';
import { noticeLines, verdictLines, waiverLines } from './terminal-ending.ts';
import type { Ending } from './terminal-ending.ts';
import { styles } from './terminal-page.ts';
import type { Page } from './terminal-page.ts';
import { columns, fitColumns, painter, withoutCommands, wrap } from './terminal-text.ts';
import { countOf, duration, outcomeWords, titleOf } from './words.ts';

export interface TerminalOptions extends Ending {
  /** False under NO_COLOR and where there is no terminal. */
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A finished run, told on a terminal: what was run, every check in a line, causes of what is not good in full, the verdict last. */
export function renderTerminal(record: RunRecord, options: TerminalOptions): string {
  const width = Math.max(40, Math.min(options.width || 100, 120));
  const paint = painter(options.colour);
  const summary = summarise(record);
  const page: Page = { record, summary, width, paint };
  const lines = [
    ...head(page),
    ...summary.steps.flatMap((step) => ['', ...stepLines(step.sentence, step.checks, page)]),
    ...details(page),
    ...waiverLines(page),
    ...noticeLines(page),
    '',
    ...verdictLines(page, options),
  ];
  return lines.map(withoutCommands).join('\n');
}

function head({ record, summary, width, paint }: Page): string[] {
  const deploy = cleanLine(deployParts(record, summary).join(' · '));
  const { environment, release, run } = record;
  const what = `${record.suite.title} (${record.suite.id}) on ${environment.title} (${environment.id})`;
  const versions = release ? `release ${release.id}, Keycloak ${release.keycloak.from} → ${release.keycloak.to}` : 'no release';
  const about = [
    `${countOf(summary.checks.length, 'check')} in ${duration(summary.milliseconds)}`,
    `run ${run.id}`,
    `by ${run.by} on ${run.host}`,
  ];
  return [
    ...wrap(cleanLine(`${what}, ${versions}`), width).map((line) => paint('bold', line)),
    ...wrap(cleanLine(`${record.chosen} · ${about.join(' · ')}`), width).map((line) => paint('dim', line)),
    ...(deploy === '' ? [] : wrap(deploy, width).map((line) => paint('dim', line))),
    ...(run.partial === undefined
      ? []
      : wrap(cleanLine(`Only a part was run: ${run.partial}. It never opens the gate.`), width).map((line) => paint('yellow', line))),
  ];
}

function stepLines(sentence: string, checks: readonly CheckReport[], { summary, width, paint }: Page): string[] {
  const word = Math.max(...summary.checks.map(({ result }) => outcomeWords[result.outcome.kind].word.length));
  return [
    paint('bold', fitColumns(cleanLine(sentence), width)),
    ...checks.map(({ result, milliseconds }) => {
      const { sign, word: outcome } = outcomeWords[result.outcome.kind];
      const time = milliseconds > 0 ? duration(milliseconds) : '';
      const extra = result.severity === 'blocker' ? '' : ` (${result.severity})`;
      const room = width - 6 - word - time.length - 2;
      const title = fitColumns(`${cleanLine(titleOf(result))}${extra}${waivedMark(result)}`, room);
      const gap = ' '.repeat(Math.max(1, room - columns(title) + 1));
      return `  ${paint(styles[result.outcome.kind], `${sign} ${outcome.padEnd(word)}`)}  ${title}${time ? gap + paint('dim', time) : ''}`;
    }),
  ];
}

const waivedMark = (result: Result): string => {
  const count = waivedItems(result).length;
  return count > 0 ? ` [${count} waived]` : '';
};
