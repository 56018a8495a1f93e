import type { Finding, Gap, Result, RunRecord, Waiver } from '@keycloak-release-gate/core';
import { cleanLine, cleanText, showValue } from './clean-text.ts';
import { deployParts } from './deploy-told.ts';
import { openFindings, openGaps, summarise, waivedItems, worstFirst } from './summary.ts';
import type { CheckReport, Summary } from './summary.ts';
import { columns, fitColumns, painter, paragraph, withoutCommands, wrap } from './terminal-text.ts';
import type { Paint, Style } from './terminal-text.ts';
import { countOf, duration, outcomeOrder, outcomeWords, titleOf, verdictSentence, verdictWords } from './words.ts';

export interface TerminalOptions {
  /** The folder of the run, as it is to be shown. */
  readonly folder: string;
  /** False under NO_COLOR and where there is no terminal. */
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Reports that could not be written: the verdict does not count then. */
  readonly failures?: readonly string[];
}

const styles: Readonly<Record<Result['outcome']['kind'], Style>> = {
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  inconclusive: 'magenta',
  blocked: 'cyan',
  skipped: 'dim',
};
const listed = 25;
const valueLimit = 20;
const bold = (style: Style): Style => ['bold', style].flat() as Style;

/** A finished run, told on a terminal: what was run, every check in a line, all that is not good in full, the verdict last. */
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

interface Page {
  readonly record: RunRecord;
  readonly summary: Summary;
  readonly width: number;
  readonly paint: Paint;
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

function details(page: Page): string[] {
  const shown = worstFirst(page.summary.checks);
  const bad = shown.filter(({ result }) => ['fail', 'inconclusive', 'warn'].includes(result.outcome.kind));
  const [open, warned] = [
    bad.filter(({ result }) => result.outcome.kind !== 'warn'),
    bad.filter(({ result }) => result.outcome.kind === 'warn'),
  ];
  return [
    ...open.flatMap((check) => ['', ...checkLines(check, page)]),
    ...blockedLines(page),
    ...warned.flatMap((check) => ['', ...checkLines(check, page)]),
  ];
}

function checkLines({ result, planned }: CheckReport, { width, paint }: Page): string[] {
  const { sign, word } = outcomeWords[result.outcome.kind];
  const lines = [
    `${paint(bold(styles[result.outcome.kind]), `${sign} ${word}`)}  ${paint('bold', cleanLine(titleOf(result)))}`,
    paint('dim', `  ${cleanLine(result.check)} (${result.severity})`),
    ...(planned ? paragraph(planned.why, width, 2).map((line) => paint('dim', line)) : []),
  ];
  const told = openFindings(result).filter((item) => item.severity !== 'info');
  const gaps = openGaps(result);
  lines.push(...told.slice(0, listed).flatMap((item, index) => findingLines(item, told[index + 1], width, paint)));
  lines.push(...gaps.slice(0, listed).flatMap((item) => gapLines(item, width, paint)));
  const more = Math.max(0, told.length - listed) + Math.max(0, gaps.length - listed);
  if (more > 0) lines.push(paint('dim', `  … and ${more} more, in report.html`));
  return lines;
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

function findingLines(item: Finding, next: Finding | undefined, width: number, paint: Paint): string[] {
  const style = item.severity === 'fail' ? 'red' : 'yellow';
  // Many findings of one kind have one remedy: it is told after the last of them.
  const followed = next?.code === item.code && next.remedy === item.remedy;
  return [
    ...paragraph(`${item.severity === 'fail' ? '✗' : '!'} ${item.subject}: ${item.message}`, width, 2, 2).map((line) => paint(style, line)),
    ...valueLines(item, width),
    ...(followed ? [] : [...paragraph(`→ ${item.remedy}`, width, 4, 2), paint('dim', `    ${cleanLine(item.code)}`)]),
  ];
}

function gapLines(item: Gap, width: number, paint: Paint): string[] {
  return [
    ...paragraph(`? ${item.subject}: ${item.reason}`, width, 2, 2).map((line) => paint('magenta', line)),
    ...paragraph(`→ ${item.remedy}`, width, 4, 2),
    paint('dim', `    ${cleanLine(item.code)}`),
  ];
}

function valueLines(item: Finding, width: number): string[] {
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

function waiverLines({ summary, width, paint }: Page): string[] {
  const used = summary.waivers.filter(({ uses }) => uses.length > 0);
  if (used.length === 0) return [];
  const terms = ({ owner, expires, ticket, reason }: Waiver): string =>
    `accepted by ${owner} until ${expires}${ticket === undefined ? '' : `, ${ticket}`}: ${reason}`;
  return [
    '',
    paint('bold', 'Waived'),
    ...used.flatMap(({ waiver, uses }) => [
      ...paragraph(`~ ${waiver.code} on ${waiver.subject}, in ${[...new Set(uses.map((use) => use.check))].join(', ')}`, width, 2),
      ...paragraph(terms(waiver), width, 4),
      ...(uses.some((use) => use.what === 'gap') ? paragraph('This covers something that was not seen.', width, 4) : []),
    ]),
  ];
}

function noticeLines({ record, width, paint }: Page): string[] {
  if (record.notices.length === 0) return [];
  return [
    '',
    paint('bold', 'Notices'),
    ...record.notices.flatMap((notice) => paragraph(`! ${notice}`, width, 2, 2).map((line) => paint('yellow', line))),
  ];
}

function verdictLines({ record, summary, width, paint }: Page, { folder, failures = [] }: TerminalOptions): string[] {
  const { verdict } = record;
  const exitCode = failures.length > 0 ? 4 : verdict.exitCode;
  const counts = outcomeOrder
    .filter((kind) => summary.counts[kind] > 0)
    .map((kind) => `${summary.counts[kind]} ${outcomeWords[kind].count}`);
  const words = [
    ` ${verdictWords[verdict.kind].toUpperCase()} `,
    ...(failures.length > 0 ? ['but a report could not be written'] : []),
    `exit ${exitCode}`,
  ];
  const style: Style =
    exitCode === 0
      ? verdict.kind === 'pass'
        ? ['bgGreen', 'black']
        : ['bgYellow', 'black']
      : verdict.kind === 'fail'
        ? ['bgRed', 'white']
        : ['bgMagenta', 'white'];
  const [word = '', ...rest] = words;
  return [
    ...failures.flatMap((failure) => paragraph(`✗ A report could not be written: ${failure}`, width, 0).map((line) => paint('red', line))),
    ...paragraph(verdictSentence(record), width, 0),
    `report ${cleanText(folder)}/report.html`,
    `${paint(style, word)} ${[rest.join(', '), counts.join(', ')].filter(Boolean).join(' · ')}`,
  ];
}
