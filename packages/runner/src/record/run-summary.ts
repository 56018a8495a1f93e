import { RUN_SCHEMA, RunRecord, substanceHash } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** The file beside `run.json` that says in a few lines what the run was of: of a thousand runs, these are read instead of the records. */
export const SUMMARY = 'summary.json';

const time = z.iso.datetime({ offset: true });

export const RunSummary = z.object({
  schema: z.literal('keycloak-release-gate/summary/1'),
  run: z.string(),
  suite: z.string(),
  environment: z.string(),
  /** The release, and the SHA-256 of what it ships (`substanceOf`). */
  release: z.object({ id: z.string(), substance: z.string() }).optional(),
  startedAt: time,
  finishedAt: time,
  verdict: z.string(),
  exitCode: z.number().int(),
  partial: z.string().optional(),
  interrupted: z.string().optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** What a record says in short. It is made from the record alone, so that one that was edited is told. */
export function summaryOf({
  run,
  suite,
  environment,
  release,
  verdict,
}: Pick<RunRecord, 'run' | 'suite' | 'environment' | 'release' | 'verdict'>): RunSummary {
  return {
    schema: 'keycloak-release-gate/summary/1',
    run: run.id,
    suite: suite.id,
    environment: environment.id,
    ...(release ? { release: { id: release.id, substance: substanceHash(release) } } : {}),
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    verdict: verdict.kind,
    exitCode: verdict.exitCode,
    ...(run.partial === undefined ? {} : { partial: run.partial }),
    ...(run.interrupted === undefined ? {} : { interrupted: run.interrupted }),
  };
}

/** What the text of a `run.json` says in short, for a run that was written without a summary. Throws where it is no record. */
export function summaryInRecord(text: string): RunSummary {
  const parsed = Enough.parse(JSON.parse(text));
  const { release, run, environment, suite, verdict } = parsed;
  return summaryOf({ run, environment, suite, verdict, ...(release ? { release } : {}) });
}

/** The parts of a record that it says in short. */
const Enough = RunRecord.pick({ run: true, environment: true, suite: true, verdict: true, release: true }).extend({
  schema: z.literal(RUN_SCHEMA),
});
