import type { Problem, Result, RunRecord } from '@keycloak-release-gate/core';
import { causesFirst } from '../report/causes.ts';
import { shorten, showValue } from '../report/clean-text.ts';
import { markdownCode, markdownText } from '../report/markdown-text.ts';
import { openFindings, openGaps, standsForItself, worstFirst } from '../report/summary.ts';
import type { CheckReport, Summary } from '../report/summary.ts';
import { countOf, duration, outcomeOrder, outcomeWords, titleOf, verdictSentence, verdictWords } from '../report/words.ts';

/** GitHub refuses a step's summary of more than 1 MiB; what the step itself appends has room beside it. */
const largest = 900_000;
const longestValue = 2_000;

/** The run for the summary page of a job: the verdict, then what stands in the way, at most 900 KB. What is cut is told. */
export function summaryOf(record: RunRecord, summary: Summary, failures: readonly string[] = []): string {
  const blocks = [
    ...head(record, summary, failures),
    ...list(
      'What stands in the way',
      byOutcome(summary, 'fail', 'blocker').map((check) => entry(check, summary)),
    ),
    ...list('What could not be verified', [
      ...byOutcome(summary, 'inconclusive', 'blocker').map((check) => entry(check, summary)),
      ...byOutcome(summary, 'blocked', 'blocker').map((check) => entry(check, summary)),
    ]),
    ...list(
      'What to look at when time allows',
      byOutcome(summary, 'warn')
        .concat(lesser(summary))
        .map((check) => entry(check, summary)),
    ),
    ...list('Waivers', summary.waivers.map(waiverEntry)),
    ...list(
      'Notices',
      record.notices.map((notice) => `- ${markdownText(notice)}`),
    ),
    ...everyCheck(summary),
  ];
  return within(blocks, largest);
}

/** What stands in the summary where nothing was looked at. */
export const problemSummary = (title: string, problems: readonly Problem[]): string =>
  within(
    [
      `## ${title}`,
      'Nothing was looked at, and the gate stays closed.',
      ...problems.map(
        ({ code, message, where, remedy }) =>
          `- ${markdownText(message)}${where === undefined ? '' : `\n  - where ${markdownCode(where)}`}${remedy === undefined ? '' : `\n  - ${markdownText(remedy)}`}\n  - ${markdownCode(code)}`,
      ),
    ],
    largest,
  );

const head = (record: RunRecord, summary: Summary, failures: readonly string[]): string[] => [
  `## ${signs[record.verdict.kind]} ${verdictWords[record.verdict.kind]}: ${markdownText(record.suite.title)}, ${markdownText(record.environment.title)}${record.release ? `, ${markdownText(record.release.id)}` : ''}`,
  markdownText(verdictSentence(record)),
  ...failures.map((failure) => `**A report could not be written, so that the verdict does not count:** ${markdownText(failure)}`),
  [
    `- environment ${markdownCode(record.environment.id)}${record.environment.production ? ' (production)' : ''}, suite ${markdownCode(record.suite.id)}`,
    ...(record.release
      ? [
          `- release ${markdownCode(record.release.id)}: ${markdownText(record.release.title)}, Keycloak ${markdownText(record.release.keycloak.from)} → ${markdownText(record.release.keycloak.to)}`,
        ]
      : []),
    `- ${outcomeOrder
      .filter((kind) => summary.counts[kind] > 0)
      .map((kind) => `${summary.counts[kind]} ${outcomeWords[kind].count}`)
      .join(', ')}, in ${duration(summary.milliseconds)}`,
    `- run ${markdownCode(record.run.id)}, exit code ${failures.length > 0 ? 4 : record.verdict.exitCode}`,
  ].join('\n'),
];

const signs: Readonly<Record<RunRecord['verdict']['kind'], string>> = {
  pass: '✓',
  'pass with warnings': '✓',
  fail: '✗',
  inconclusive: '?',
  configuration: '?',
  internal: '?',
  interrupted: '?',
};

const byOutcome = ({ checks }: Summary, kind: Result['outcome']['kind'], severity?: Result['severity']): CheckReport[] =>
  checks.filter(({ result }) => result.outcome.kind === kind && (severity === undefined || result.severity === severity));

/** What failed, or was not seen, and does not close the gate. */
const lesser = ({ checks }: Summary): CheckReport[] =>
  checks.filter(({ result }) => result.severity !== 'blocker' && ['fail', 'inconclusive', 'blocked'].includes(result.outcome.kind));

function entry(check: CheckReport, { causes }: Summary): string {
  const { result } = check;
  const { outcome } = result;
  const note = result.severity === 'blocker' ? '' : ` (${result.severity})`;
  const own = causesFirst(openFindings(result), causes).filter((item) => item.severity !== 'info');
  return [
    `- **${markdownText(titleOf(result))}**${note}, ${markdownCode(result.check)}`,
    ...(outcome.kind === 'blocked' ? [`  - not looked at, because of ${outcome.by.map(markdownCode).join(', ') || 'another check'}`] : []),
    ...(standsForItself(result, causes) ? [] : ['  - it comes of what another check found']),
    ...own.flatMap((item) => {
      const cause = causes.causeOf(item);
      return [
        `  - ${item.severity === 'fail' ? '✗' : '!'} ${markdownText(item.subject)}: ${markdownText(item.message)}`,
        ...(item.expected === undefined ? [] : [`    - expected ${markdownCode(shorten(showValue(item.expected), longestValue))}`]),
        ...(item.actual === undefined ? [] : [`    - got ${markdownCode(shorten(showValue(item.actual), longestValue))}`]),
        cause
          ? `    - because of ${markdownCode(`${cause.finding.code} (${cause.finding.subject})`)}`
          : `    - → ${markdownText(item.remedy)}`,
        `    - ${markdownCode(item.code)}`,
      ];
    }),
    ...openGaps(result).flatMap((item) => [
      `  - ? ${markdownText(item.subject)}: ${markdownText(item.reason)}`,
      `    - → ${markdownText(item.remedy)}`,
      `    - ${markdownCode(item.code)}`,
    ]),
  ].join('\n');
}

const waiverEntry = ({ waiver, uses, expired }: Summary['waivers'][number]): string =>
  `- ${markdownCode(`${waiver.code} on ${waiver.subject}`)}: ${markdownText(waiver.reason)}\n  - accepted by ${markdownText(waiver.owner)} until ${markdownText(waiver.expires)}. ${
    expired ? '**Expired: it covers nothing.**' : uses.length === 0 ? 'Not needed in this run.' : 'Used in this run.'
  }`;

function everyCheck(summary: Summary): string[] {
  const lines = worstFirst(summary.checks).map(
    ({ result }) =>
      `- ${outcomeWords[result.outcome.kind].sign} ${outcomeWords[result.outcome.kind].word} (${result.severity}): ${markdownText(titleOf(result))}`,
  );
  if (lines.length === 0) return [];
  return [`### All ${countOf(lines.length, 'check')}`, ...lines];
}

const list = (title: string, entries: readonly string[]): string[] => (entries.length === 0 ? [] : [`### ${title}`, ...entries]);

/** Joins blocks while there is room; list items stand together. */
function within(blocks: readonly string[], bytes: number): string {
  const ending = '\n\nThe rest did not fit here: all of it is in `report.html`, among the artefacts.\n';
  let text = '';
  let size = Buffer.byteLength(ending);
  for (const block of blocks) {
    const next = text === '' ? block : block.startsWith('- ') && lastLineIsItem(text) ? `\n${block}` : `\n\n${block}`;
    size += Buffer.byteLength(next);
    if (size > bytes) return text + ending;
    text += next;
  }
  return `${text}\n`;
}

const lastLineIsItem = (text: string): boolean => /^ *- /.test(text.slice(text.lastIndexOf('\n') + 1));
