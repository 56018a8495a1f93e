import type { Gap, RunRecord } from '@keycloak-release-gate/core';
import type { JudgedFinding } from '../report/causes.ts';
import { shorten } from '../report/clean-text.ts';
import { openFindings, openGaps, worstFirst } from '../report/summary.ts';
import type { CheckReport, Summary } from '../report/summary.ts';
import { titleOf } from '../report/words.ts';
import type { Annotation, AnnotationKind } from './commands.ts';

/** GitHub shows so many of a kind for each step, and drops the others without a word. */
const most = 10;
const longestMessage = 1_000;

/** What stands beside the job: causes as errors and warnings, worst first; what was waived and noticed as notices. The tenth of a kind says how many more there are. */
export function annotationsOf(record: RunRecord, summary: Summary): readonly Annotation[] {
  const problems = worstFirst(summary.checks).flatMap((check) => annotationsOfCheck(check, summary));
  const waived = summary.waivers
    .filter(({ uses }) => uses.length > 0)
    .map(({ waiver }) =>
      annotation('notice', 'Waived', `${waiver.code} on ${waiver.subject}: accepted by ${waiver.owner} until ${waiver.expires}`),
    );
  const notices = record.notices.map((notice) => annotation('notice', 'Notice', notice));
  return bounded([...problems, ...waived, ...notices]);
}

/** The first so many of each kind; where there are more, the last one says so. */
export const bounded = (annotations: readonly Annotation[]): readonly Annotation[] =>
  (['error', 'warning', 'notice'] as const).flatMap((kind) => {
    const own = annotations.filter((item) => item.kind === kind);
    if (own.length <= most) return own;
    const left = own.length - most + 1;
    return [
      ...own.slice(0, most - 1),
      annotation(kind, `And ${left} more`, 'All of them stand in the summary of this step and in report.html.'),
    ];
  });

/**
 * One for each check, so that no check crowds out another: a blocker that failed or was not seen closes the gate, and is an error; all
 * else that is not in order is a warning. What comes of something else stands there alone.
 */
function annotationsOfCheck({ result }: CheckReport, { causes }: Summary): readonly Annotation[] {
  const { kind: outcome } = result.outcome;
  if (outcome !== 'fail' && outcome !== 'warn' && outcome !== 'inconclusive') return [];
  const kind: AnnotationKind = result.severity === 'blocker' && outcome !== 'warn' ? 'error' : 'warning';
  const words =
    outcome === 'inconclusive'
      ? openGaps(result).map(gapWords)
      : openFindings(result)
          .filter((item) => item.severity === outcome && !causes.causeOf(item))
          .map(findingWords);
  const [first, ...others] = words;
  // A check without a word of its own comes of another one; unseen without a reason is told all the same.
  if (first === undefined && outcome !== 'inconclusive') return [];
  const title = `${titleOf(result)}${outcome === 'inconclusive' ? ': not verified' : ''}${others.length > 0 ? ` (and ${others.length} more)` : ''}`;
  return [annotation(kind, title, first ?? 'It could not be verified.')];
}

const findingWords = ({ subject, message, remedy, code }: JudgedFinding): string => `${subject}: ${message}\n→ ${remedy}\n${code}`;
const gapWords = ({ subject, reason, remedy, code }: Gap): string => `${subject}: ${reason}\n→ ${remedy}\n${code}`;

const annotation = (kind: AnnotationKind, title: string, message: string): Annotation => ({
  kind,
  title: shorten(title, 200),
  message: shorten(message, longestMessage),
});
