import { basename } from 'node:path';
import {
  databaseState,
  DatabaseState,
  executedPlan,
  executedPlanFactName,
  rehearsedFactName,
  schemaMatchesVersion,
} from '@keycloak-release-gate/checks';
import type { LeftByRollback, RunRecord } from '@keycloak-release-gate/core';
import { listRuns, readRun } from '../record/read.ts';
import type { StoredRun } from '../record/read.ts';

/**
 * The schema that the newest rollback of an environment left, where that was plan A, rehearsed as harmless, and passed. Undefined where the
 * newest post-rollback run says otherwise, where its record was edited, or where something was deployed since, as far as the reports tell.
 */
export function findLeftByRollback(environment: string, reports: string): LeftByRollback | undefined {
  const [folder] = listRuns(reports, environment, 'post-rollback');
  if (folder === undefined) return undefined;
  const [deployed] = listRuns(reports, environment, 'post-deploy');
  if (deployed !== undefined && basename(deployed) > basename(folder)) return undefined;
  const run = readable(folder);
  return run && passedAsHarmless(run.record, environment) ? leftIn(run) : undefined;
}

/** Nothing of it is taken for granted: it passed as a whole, executed plan A, and its schema was the one that was rehearsed. */
function passedAsHarmless(record: RunRecord, environment: string): boolean {
  const { run, suite, verdict, release, results } = record;
  const facts = (id: string): readonly { readonly name: string; readonly value: unknown }[] =>
    results.filter((result) => result.id === id && result.outcome.kind === 'pass').flatMap((result) => result.facts);
  return (
    record.environment.id === environment &&
    suite.id === 'post-rollback' &&
    release !== undefined &&
    run.partial === undefined &&
    run.interrupted === undefined &&
    verdict.exitCode === 0 &&
    facts(executedPlan.check.id).some(({ name, value }) => name === executedPlanFactName && String(value).startsWith('A: ')) &&
    facts(schemaMatchesVersion.check.id).some(({ name }) => name === rehearsedFactName)
  );
}

function leftIn({ record, read }: StoredRun): LeftByRollback | undefined {
  const look = Object.values(record.looks).find(({ collector }) => collector === databaseState.id);
  const evidence = look?.revisions.findLast((revision) => revision.evidence !== undefined)?.evidence;
  const { data: state } = DatabaseState.safeParse(evidence === undefined ? undefined : read(evidence));
  const systemIdentifier = state?.server.systemIdentifier;
  const version = record.release?.keycloak.from;
  if (!state?.migrations || !state.changeLogs || !systemIdentifier || version === undefined) return undefined;
  return {
    run: record.run.id,
    version,
    database: state.database,
    systemIdentifier,
    migrations: state.migrations,
    changeLogs: state.changeLogs.map(({ table, hash }) => ({ table, hash })),
  };
}

/** A record that was edited, or is of another version of the gate, explains nothing. */
function readable(folder: string): StoredRun | undefined {
  try {
    return readRun(folder);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
