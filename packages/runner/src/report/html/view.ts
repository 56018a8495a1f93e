import { h } from './element.ts';
import type { Children, Node } from './element.ts';
import type { RunRecord } from '@keycloak-release-gate/core';
import type { JudgedFinding } from '../causes.ts';
import { cleanText } from '../clean-text.ts';
import type { ReadEvidence } from '../evidence.ts';
import { openFindings } from '../summary.ts';
import type { CheckReport, Summary } from '../summary.ts';
import { titleOf } from '../words.ts';
import { times } from './times.ts';
import type { Times } from './times.ts';

/** What the parts of the page share. */
export interface View {
  readonly record: RunRecord;
  readonly summary: Summary;
  readonly times: Times;
  /** The id of a check's place on the page. */
  readonly anchor: (check: string) => string | undefined;
  /** The id of a finding that others come of. */
  readonly causeAnchor: (finding: JudgedFinding) => string | undefined;
  /** An id that no other element of the page has. */
  readonly uniqueId: (of: string) => string;
  readonly readEvidence: ReadEvidence;
  /** Bytes that may still be spent on text of exhibits and on images; the page must stay small enough to open and to send. */
  readonly left: { text: number; images: number };
}

const textBudget = 4_000_000;
const imageBudget = 3_000_000;

/** `share` is the part of the budgets that this rendering may spend, from 0 to 1. */
export function createView(record: RunRecord, summary: Summary, readEvidence: ReadEvidence, share: number): View {
  const anchors = anchorsOf(summary.checks);
  let ids = 0;
  const causes = causeAnchorsOf(summary, anchors);
  return {
    record,
    summary,
    times: times(record.environment.timeZone),
    anchor: (check) => anchors.get(check),
    causeAnchor: (finding) => causes.get(finding),
    uniqueId: (of) => `${of}-${(ids += 1)}`,
    readEvidence,
    left: { text: textBudget * share, images: imageBudget * share },
  };
}

/** Text from outside: without what could mislead, and kept apart from the direction of the text around it. */
export const outside = (text: string): Node => h('bdi', null, cleanText(text));

/** A link to a check's place on the page; its title alone where it has none. */
export function linkTo(view: View, check: string, label: Children): Node {
  const id = view.anchor(check);
  return id === undefined ? h('span', null, label) : h('a', { href: `#${id}` }, label);
}

/** The title of a check; its key where the record has no such check. */
export function titleFor(view: View, check: string): string {
  const found = view.summary.checks.find(({ result }) => result.check === check);
  return found ? titleOf(found.result) : check;
}

/** A file of evidence beside the report; undefined where it is no hash. */
export const evidencePath = (sha256: string | undefined): string | undefined =>
  sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? `evidence/${sha256}` : undefined;

function anchorsOf(checks: readonly CheckReport[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    checks.map(({ result }) => {
      const base = `check-${result.check.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 120)}`;
      let id = base;
      for (let ordinal = 2; taken.has(id); ordinal += 1) id = `${base}-${ordinal}`;
      taken.add(id);
      return [result.check, id] as const;
    }),
  );
}

const causeAnchorsOf = ({ checks, causes }: Summary, anchors: ReadonlyMap<string, string>): Map<JudgedFinding, string> =>
  new Map(
    checks.flatMap(({ result }) =>
      openFindings(result)
        .filter((item) => causes.consequencesOf(item).length > 0)
        .map((item, index) => [item, `${anchors.get(result.check) ?? 'check'}-cause-${index + 1}`] as const),
    ),
  );
