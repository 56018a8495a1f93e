import type { Result } from '@keycloak-release-gate/core';

export type JudgedFinding = Result['findings'][number];

/** A finding, with the check that found it. */
export interface FoundIn {
  readonly result: Result;
  readonly finding: JudgedFinding;
}

/** What of a run's findings comes of what else, as the record says it. */
export interface Causes {
  /** What a finding is a consequence of; undefined for one that stands for itself. */
  readonly causeOf: (finding: JudgedFinding) => FoundIn | undefined;
  /** What else was found because of it, in this check and in others, in the order of the suite. */
  readonly consequencesOf: (finding: JudgedFinding) => readonly FoundIn[];
}

/**
 * Joins findings to their causes. A finding whose cause the record does not hold, or whose cause is waived, less severe or
 * itself a consequence, stands for itself: nothing is ever folded under what is not shown.
 */
export function causesIn(results: readonly Result[]): Causes {
  const roots = new Map<string, FoundIn>();
  for (const result of results)
    for (const finding of result.findings) {
      const key = keyOf(result.check, finding.code, finding.subject);
      if (!finding.waiver && !finding.because && !roots.has(key)) roots.set(key, { result, finding });
    }
  const causes = new Map<JudgedFinding, FoundIn>();
  const consequences = new Map<JudgedFinding, FoundIn[]>();
  for (const result of results)
    for (const finding of result.findings) {
      const { because, waiver } = finding;
      const cause = because && !waiver ? roots.get(keyOf(because.check, because.code, because.subject)) : undefined;
      if (!cause || rank(cause.finding) > rank(finding)) continue;
      causes.set(finding, cause);
      const known = consequences.get(cause.finding);
      if (known) known.push({ result, finding });
      else consequences.set(cause.finding, [{ result, finding }]);
    }
  return { causeOf: (finding) => causes.get(finding), consequencesOf: (finding) => consequences.get(finding) ?? [] };
}

/** The same findings: what stands for itself first, then consequences, each in the judge's order. */
export const causesFirst = (findings: readonly JudgedFinding[], { causeOf }: Causes): JudgedFinding[] => [
  ...findings.filter((item) => !causeOf(item)),
  ...findings.filter((item) => causeOf(item)),
];

/** Findings by their cause, in their order. */
export function byCause(findings: readonly JudgedFinding[], { causeOf }: Causes): { cause: FoundIn; findings: JudgedFinding[] }[] {
  const groups = new Map<JudgedFinding, { cause: FoundIn; findings: JudgedFinding[] }>();
  for (const finding of findings) {
    const cause = causeOf(finding);
    if (!cause) continue;
    const group = groups.get(cause.finding);
    if (group) group.findings.push(finding);
    else groups.set(cause.finding, { cause, findings: [finding] });
  }
  return [...groups.values()];
}

const rank = ({ severity }: JudgedFinding): number => ['fail', 'warn', 'info'].indexOf(severity);
const keyOf = (check: string, code: string, subject: string): string => JSON.stringify([check, code, subject]);
