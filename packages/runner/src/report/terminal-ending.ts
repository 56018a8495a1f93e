import type { Waiver } from '@keycloak-release-gate/core';
import { cleanText } from './clean-text.ts';
import type { Page } from './terminal-page.ts';
import { paragraph } from './terminal-text.ts';
import type { Style } from './terminal-text.ts';
import { outcomeOrder, outcomeWords, verdictSentence, verdictWords } from './words.ts';

export interface Ending {
  /** The folder of the run, as it is to be shown. */
  readonly folder: string;
  /** Reports that could not be written: the verdict does not count then. */
  readonly failures?: readonly string[];
}

/** What was waived, by whom and until when. */
export function waiverLines({ summary, width, paint }: Page): string[] {
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

export function noticeLines({ record, width, paint }: Page): string[] {
  if (record.notices.length === 0) return [];
  return [
    '',
    paint('bold', 'Notices'),
    ...record.notices.flatMap((notice) => paragraph(`! ${notice}`, width, 2, 2).map((line) => paint('yellow', line))),
  ];
}

/** The verdict, its reason and its counts: the last lines. */
export function verdictLines({ record, summary, width, paint }: Page, { folder, failures = [] }: Ending): string[] {
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
