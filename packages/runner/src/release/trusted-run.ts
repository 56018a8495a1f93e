import { canonicalJson, ConfigurationError } from '@keycloak-release-gate/core';
import type { Check, Code, RunRecord } from '@keycloak-release-gate/core';
import { judgeRecord } from '../judge/judge-record.ts';
import { readRun } from '../record/read.ts';
import type { StoredRun } from '../record/read.ts';
import { summaryOf } from '../record/run-summary.ts';
import { tool } from '../tool.ts';
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
}

/**
 * Reads a run as evidence: every hash is verified, and it is judged again from what was seen. A record that the same version of the gate
 * now judges otherwise than it says was edited, whatever its hashes; of another version, what is judged now counts.
 */
export function trustRun(indexed: IndexedRun, { checks, codes }: Rules): TrustedRun | RefusedRun {
  try {
    const run = readRun(indexed.folder);
    if (canonicalJson(summaryOf(run.record)) !== canonicalJson(indexed.summary))
      return refusal(indexed, 'RECORD_EDITED', 'Its summary is not that of its record.');
    const judged = judgeRecord(run.record, run.read, checks, codes);
    const isSame = canonicalJson([judged.results, judged.verdict]) === canonicalJson([run.record.results, run.record.verdict]);
    if (!isSame && run.record.tool.version === tool.version)
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

/** Which checks came out otherwise, where the verdict alone does not tell. */
function kindOfDifference(record: RunRecord, judged: RunRecord): string {
  const now = new Map(judged.results.map((result) => [result.check, canonicalJson(result)]));
  const other = record.results.filter((result) => now.get(result.check) !== canonicalJson(result)).map(({ check }) => check);
  return other.length === 0 ? '' : ` (${other.slice(0, 3).join(', ')}${other.length > 3 ? ` and ${other.length - 3} more` : ''})`;
}
