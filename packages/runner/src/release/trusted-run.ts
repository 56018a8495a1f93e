import { registry } from '@keycloak-release-gate/checks';
import { canonicalJson, ConfigurationError } from '@keycloak-release-gate/core';
import type { Check, Code, RunRecord } from '@keycloak-release-gate/core';
import { judgeRecord } from '../judge/judge-record.ts';
import { OWN_CODE } from '../plan/plan-identity.ts';
import { readRun } from '../record/read.ts';
import type { StoredRun } from '../record/read.ts';
import { summaryOf } from '../record/run-summary.ts';
import { toolOfRecord } from '../tool.ts';
import { refusal } from './run-index.ts';
import type { IndexedRun, RefusedRun } from './run-index.ts';

/** A record that is what its hashes and its own evidence say, with the verdict that this version of the gate comes to. */
export interface TrustedRun extends StoredRun {
  readonly indexed: IndexedRun;
  readonly judged: Pick<RunRecord, 'verdict' | 'results'>;
}

/** The rules that a record is judged by again: the gate's, and those that the scenarios bring. */
export interface Rules {
  readonly checks: ReadonlyMap<string, Check>;
  readonly codes: ReadonlyMap<string, Code>;
  /** The hash of the scenarios' files, as an identity of a plan holds it; left out where no checks of their own are known. */
  readonly own?: string;
}

/**
 * Reads a run as evidence: every hash is verified, and it is judged again from what was seen. A record that the very same rules
 * now judge otherwise than it says was edited, whatever its hashes; of other rules, or of ones that it does not tell, what is judged now counts.
 * One that was judged by checks that are not known here can neither be believed nor called edited.
 */
export function trustRun(indexed: IndexedRun, { checks, codes, own }: Rules): TrustedRun | RefusedRun {
  try {
    const run = readRun(indexed.folder);
    if (canonicalJson(summaryOf(run.record)) !== canonicalJson(indexed.summary))
      return refusal(indexed, 'RECORD_EDITED', 'Its summary is not that of its record.');
    const judged = judgeRecord(run.record, run.read, checks, codes);
    const isSame = canonicalJson([judged.results, judged.verdict]) === canonicalJson([run.record.results, run.record.verdict]);
    const unknown = [...new Set(run.record.plan.checks.map(({ id }) => id))].filter((id) => !checks.has(id));
    if (!isSame && unknown.length > 0)
      return refusal(
        indexed,
        'RECORD_UNREADABLE',
        `It was judged by checks of the scenarios' own (${unknown.join(', ')}), which are not known here: they are laid out where the environment's variables are set.`,
      );
    if (!isSame && isOfTheseRules(run.record, own))
      return refusal(
        indexed,
        'RECORD_EDITED',
        `It says "${run.record.verdict.kind}", and what it saw is judged otherwise, to be "${judged.verdict.kind}"${kindOfDifference(run.record, judged)}.`,
      );
    return { ...run, indexed, judged };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = error instanceof ConfigurationError ? error.problems[0]?.code : undefined;
    const edited = code !== undefined && ['RECORD_EDITED', 'EVIDENCE_EDITED', 'MANIFEST_MISSING', 'RUN_MALFORMED'].includes(code);
    return refusal(indexed, edited ? 'RECORD_EDITED' : 'RECORD_UNREADABLE', error.message.split('\n')[0] ?? '');
  }
}

/** Whether a record was judged by the rules of now: those of the gate, and where it has checks of the scenarios' own, those of the scenarios. */
function isOfTheseRules({ tool, plan, run }: RunRecord, own: string | undefined): boolean {
  const { rules } = toolOfRecord();
  if (rules === undefined || tool.rules !== rules) return false;
  return plan.checks.every(({ id }) => registry.has(id)) || (own !== undefined && run.plan?.of[OWN_CODE] === own);
}

/** Which checks came out otherwise, where the verdict alone does not tell. */
function kindOfDifference(record: RunRecord, judged: RunRecord): string {
  const now = new Map(judged.results.map((result) => [result.check, canonicalJson(result)]));
  const other = record.results.filter((result) => now.get(result.check) !== canonicalJson(result)).map(({ check }) => check);
  return other.length === 0 ? '' : ` (${other.slice(0, 3).join(', ')}${other.length > 3 ? ` and ${other.length - 3} more` : ''})`;
}
