import type { Exhibit, Result, RunRecord } from '@keycloak-release-gate/core';
import { causesFirst } from './causes.ts';
import type { Causes } from './causes.ts';
import { cleanLine, cleanText, shorten, showValue } from './clean-text.ts';
import { openFindings, openGaps, waivedItems } from './summary.ts';
import type { CheckReport } from './summary.ts';
import { titleOf } from './words.ts';
import { cutEscaped } from './xml.ts';
import type { XmlElement } from './xml.ts';

export type CaseKind = 'pass' | 'failure' | 'error' | 'skipped';

/** A test case, and how it is counted. */
export interface JunitCase {
  readonly kind: CaseKind;
  readonly element: XmlElement;
}

/** What the cases of a run share. */
export interface Told {
  readonly record: RunRecord;
  readonly causes: Causes;
  /** The run's folder as the CI engine is to find attachments in it. */
  readonly folder: string;
}

/** What a consumer keeps of one case: GitLab and Jenkins grow slow, and reports too large, beyond it. */
const caseBytes = 64 * 1024;
const outBytes = 16 * 1024;
/** So many consequences of one finding; more of them say no more. */
const listed = 30;

/**
 * A check as a test case. Only a blocker fails or errs; what is of lesser severity warns. What was waived, blocked or
 * skipped is skipped and says why.
 */
export function caseOf({ result, milliseconds }: CheckReport, told: Told, name: string): JunitCase {
  const { record, folder } = told;
  const { kind, problem, warning } = conclusion(result, told);
  const out = cutEscaped(
    [...(warning === undefined ? [] : [`WARNING: ${warning}`]), output(result, kind, folder)].filter(Boolean).join('\n'),
    outBytes,
  );
  const room = caseBytes - outBytes - 8 * 1024;
  const children: XmlElement[] = [
    ...(problem ? [{ ...problem, children: typeof problem.children === 'string' ? cutEscaped(problem.children, room) : [] }] : []),
    ...(out === '' ? [] : [{ name: 'system-out', children: out }]),
  ];
  const classname = shorten(cleanLine(`${record.suite.id}.${result.id}`), 512);
  return { kind, element: { name: 'testcase', attributes: { name, classname, time: (milliseconds / 1000).toFixed(3) }, children } };
}

interface Conclusion {
  readonly kind: CaseKind;
  readonly problem?: XmlElement;
  readonly warning?: string;
}

function conclusion(result: Result, { record, causes }: Told): Conclusion {
  const { outcome } = result;
  const blocker = result.severity === 'blocker';
  switch (outcome.kind) {
    case 'pass': {
      const waived = waivedItems(result);
      if (waived.length === 0) return { kind: 'pass' };
      return skipped(`Waived: ${waived.map(waiverLine).join('; ')}`);
    }
    case 'warn':
      return { kind: 'pass', warning: findingsText(result, causes) };
    case 'fail': {
      if (!blocker) return { kind: 'pass', warning: findingsText(result, causes) };
      const failed = causesFirst(openFindings(result), causes).filter((item) => item.severity === 'fail');
      const first = failed[0];
      const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
      const message = first ? `${first.subject}: ${first.message}${more}` : `${titleOf(result)} failed`;
      return {
        kind: 'failure',
        problem: {
          name: 'failure',
          attributes: { message: attribute(message), type: attribute(first?.code ?? result.id) },
          children: findingsText(result, causes),
        },
      };
    }
    case 'inconclusive': {
      const gaps = openGaps(result);
      const text = gaps.map((item) => `${item.subject}: ${item.reason}\n  → ${item.remedy}\n  ${item.code}`).join('\n\n');
      const message = `${gaps[0] ? `${gaps[0].subject}: ${gaps[0].reason}` : 'It could not be verified'}${gaps.length > 1 ? ` (and ${gaps.length - 1} more)` : ''}`;
      if (!blocker) return skipped(`Inconclusive (${result.severity}): ${message}`, text);
      return {
        kind: 'error',
        problem: {
          name: 'error',
          attributes: { message: attribute(message), type: 'Inconclusive' },
          children: [text, findingsText(result, causes)].filter(Boolean).join('\n\n'),
        },
      };
    }
    case 'blocked': {
      const roots = outcome.by.map((key) => {
        const cause = record.results.find((other) => other.check === key);
        return cause ? `${titleOf(cause)} (${key})` : key;
      });
      return skipped(`Blocked by ${roots.join(', ') || 'another check'}`);
    }
    case 'skipped':
      return skipped(outcome.why);
  }
}

const skipped = (message: string, text = ''): Conclusion => ({
  kind: 'skipped',
  problem: { name: 'skipped', attributes: { message: attribute(message) }, children: text },
});

/** Findings in full, causes first, each with what comes of it; a consequence says what it comes of. */
const findingsText = (result: Result, causes: Causes): string =>
  causesFirst(openFindings(result), causes)
    .map((item) => {
      const cause = causes.causeOf(item);
      const consequences = causes.consequencesOf(item);
      return [
        `${item.severity === 'fail' ? '✗' : '!'} ${item.subject}: ${item.message}`,
        ...(cause ? [`  because of ${cause.finding.code} (${cause.finding.subject}), see ${cause.result.check}`] : []),
        ...('expected' in item ? [`  expected ${showValue(item.expected)}`] : []),
        ...('actual' in item ? [`  actual   ${showValue(item.actual)}`] : []),
        ...(cause ? [] : [`  → ${item.remedy}`]),
        `  ${item.code}`,
        ...(consequences.length > 0 ? ['  what comes of it:'] : []),
        ...consequences
          .slice(0, listed)
          .map(({ result: { check }, finding }) => `  └ ${finding.code} (${finding.subject}), in ${check}: ${finding.message}`),
        ...(consequences.length > listed ? [`  └ and ${consequences.length - listed} more`] : []),
      ].join('\n');
    })
    .join('\n\n');

/** The one `system-out`: what was waived, what was told, and for GitLab the screenshots of what failed. */
function output(result: Result, kind: CaseKind, folder: string): string {
  const lines = [
    ...waivedItems(result).map((item) => `WAIVED: ${waiverLine(item)}`),
    ...result.facts.map((fact) => `${fact.name}: ${String(fact.value)}${fact.unit === undefined ? '' : ` ${fact.unit}`}`),
  ];
  if (kind === 'failure' || kind === 'error') {
    for (const { sha256 } of result.exhibits.flatMap(picturesIn))
      if (/^[0-9a-f]{64}$/.test(sha256)) lines.push(`[[ATTACHMENT|${folder === '' ? '' : `${folder}/`}evidence/${sha256}]]`);
  }
  return cleanText(lines.join('\n'));
}

const picturesIn = (exhibit: Exhibit): readonly { readonly sha256: string }[] =>
  exhibit.kind === 'image' ? [exhibit] : exhibit.kind === 'strip' ? exhibit.frames : [];

function waiverLine(item: Result['findings'][number] | Result['gaps'][number]): string {
  const terms = item.waiver ? ` (accepted by ${item.waiver.owner} until ${item.waiver.expires}: ${item.waiver.reason})` : '';
  return `${item.code} on ${item.subject}: ${'message' in item ? item.message : item.reason}${terms}`;
}

const attribute = (text: string): string => shorten(cleanLine(text), 1000);
