import type { Result, RunRecord } from '@keycloak-release-gate/core';
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

/** What a consumer keeps of one case: GitLab and Jenkins grow slow, and reports too large, beyond it. */
const caseBytes = 64 * 1024;
const outBytes = 16 * 1024;

/**
 * A check as a test case. Only a blocker fails or errs; what is of lesser severity warns. What was waived, blocked or
 * skipped is skipped and says why.
 */
export function caseOf({ result, milliseconds }: CheckReport, record: RunRecord, name: string, folder: string): JunitCase {
  const { kind, problem, warning } = conclusion(result, record);
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

function conclusion(result: Result, record: RunRecord): Conclusion {
  const { outcome } = result;
  const blocker = result.severity === 'blocker';
  switch (outcome.kind) {
    case 'pass': {
      const waived = waivedItems(result);
      if (waived.length === 0) return { kind: 'pass' };
      return skipped(`Waived: ${waived.map(waiverLine).join('; ')}`);
    }
    case 'warn':
      return { kind: 'pass', warning: findingsText(result) };
    case 'fail': {
      if (!blocker) return { kind: 'pass', warning: findingsText(result) };
      const failed = openFindings(result).filter((item) => item.severity === 'fail');
      const first = failed[0];
      const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
      const message = first ? `${first.subject}: ${first.message}${more}` : `${titleOf(result)} failed`;
      return {
        kind: 'failure',
        problem: {
          name: 'failure',
          attributes: { message: attribute(message), type: attribute(first?.code ?? result.id) },
          children: findingsText(result),
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
          children: [text, findingsText(result)].filter(Boolean).join('\n\n'),
        },
      };
    }
    case 'blocked': {
      const causes = outcome.by.map((key) => {
        const cause = record.results.find((other) => other.check === key);
        return cause ? `${titleOf(cause)} (${key})` : key;
      });
      return skipped(`Blocked by ${causes.join(', ') || 'another check'}`);
    }
    case 'skipped':
      return skipped(outcome.why);
  }
}

const skipped = (message: string, text = ''): Conclusion => ({
  kind: 'skipped',
  problem: { name: 'skipped', attributes: { message: attribute(message) }, children: text },
});

const findingsText = (result: Result): string =>
  openFindings(result)
    .map((item) =>
      [
        `${item.severity === 'fail' ? '✗' : '!'} ${item.subject}: ${item.message}`,
        ...('expected' in item ? [`  expected ${showValue(item.expected)}`] : []),
        ...('actual' in item ? [`  actual   ${showValue(item.actual)}`] : []),
        `  → ${item.remedy}`,
        `  ${item.code}`,
      ].join('\n'),
    )
    .join('\n\n');

/** The one `system-out`: what was waived, what was told, and for GitLab the screenshots of what failed. */
function output(result: Result, kind: CaseKind, folder: string): string {
  const lines = [
    ...waivedItems(result).map((item) => `WAIVED: ${waiverLine(item)}`),
    ...result.facts.map((fact) => `${fact.name}: ${String(fact.value)}${fact.unit === undefined ? '' : ` ${fact.unit}`}`),
  ];
  if (kind === 'failure' || kind === 'error') {
    for (const exhibit of result.exhibits)
      if (exhibit.kind === 'image' && /^[0-9a-f]{64}$/.test(exhibit.sha256))
        lines.push(`[[ATTACHMENT|${folder === '' ? '' : `${folder}/`}evidence/${exhibit.sha256}]]`);
  }
  return cleanText(lines.join('\n'));
}

function waiverLine(item: Result['findings'][number] | Result['gaps'][number]): string {
  const terms = item.waiver ? ` (accepted by ${item.waiver.owner} until ${item.waiver.expires}: ${item.waiver.reason})` : '';
  return `${item.code} on ${item.subject}: ${'message' in item ? item.message : item.reason}${terms}`;
}

const attribute = (text: string): string => shorten(cleanLine(text), 1000);
