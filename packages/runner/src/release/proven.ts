import { environmentsBefore, runningDigests, WORKLOAD_LOOK } from '@keycloak-release-gate/checks/release-records';
import type { ProvenBefore, ProvenIn, ProvenRun, Release, Result, RunContext } from '@keycloak-release-gate/core';
import { substanceOf } from '@keycloak-release-gate/core';
import { scenarioIds } from '../scenarios/load.ts';
import { openPlaces } from './places.ts';
import { rulesOf } from './rules.ts';
import { indexRuns } from './run-index.ts';
import type { IndexedRun, RefusedRun, RunIndex } from './run-index.ts';
import { trustRun } from './trusted-run.ts';
import type { TrustedRun } from './trusted-run.ts';

/** What the records say of the release in the environments before this one. Throws a ConfigurationError where a place is none. */
export async function findProvenBefore(
  context: RunContext,
  { scenarios, reports, records }: { readonly scenarios: string; readonly reports: string; readonly records: readonly string[] },
): Promise<ProvenBefore | undefined> {
  const { release } = context;
  const before = environmentsBefore(context);
  if (!release || before.length === 0) return undefined;
  using opened = await openPlaces(records);
  const places = [{ folder: reports, name: 'reports' }, ...opened.places];
  const known = { environments: await scenarioIds(scenarios, 'environments'), suites: await scenarioIds(scenarios, 'suites') };
  const index = indexRuns(places, known);
  const rules = await rulesOf(scenarios, context);
  return {
    places: places.map(({ name }) => name),
    environments: before.map((environment) => provenIn({ environment, release, index, trust: (run) => trustRun(run, rules) })),
  };
}

/** The suites whose runs tell whether a release is deployed, and still is. */
const deployed = 'post-deploy';
const takenBack: readonly string[] = ['pre-restore', 'post-rollback'];

/** What the records say of a release in an environment: its newest whole post-deploy run, and what came after it. */
export function provenIn({
  environment,
  release,
  index,
  trust,
}: {
  readonly environment: string;
  readonly release: Release;
  readonly index: RunIndex;
  readonly trust: (run: IndexedRun) => TrustedRun | RefusedRun;
}): ProvenIn {
  const runs = index.runs.filter(({ summary }) => summary.environment === environment && summary.release?.id === release.id);
  const whole = runs.find(({ summary }) => summary.suite === deployed && whyNotWhole(summary) === undefined);
  const isLater = (run: string): boolean => whole === undefined || run >= whole.summary.run;
  const later = runs.filter((run) => run !== whole && isLater(run.summary.run));
  const trusted = whole && trust(whole);
  // A later run that looks harmless may be one that was edited to look so.
  const read = later
    .filter(({ summary }) => summary.suite === deployed || takenBack.includes(summary.suite))
    .map((run) => ({ run, seen: trust(run) }));
  const refused = [
    ...index.refused.filter(
      (each) =>
        isLater(each.run) &&
        (each.environments.length === 0 || each.environments.includes(environment)) &&
        (each.suites.length === 0 || each.suites.some((suite) => suite === deployed || takenBack.includes(suite))) &&
        (each.release === undefined || each.release === release.id),
    ),
    ...[trusted, ...read.map(({ seen }) => seen)].flatMap((each) => (each && 'code' in each ? [each] : [])),
  ];
  const failed = read.find(
    ({ run: { summary }, seen }) =>
      summary.suite === deployed && (summary.exitCode === 1 || (!('code' in seen) && (sawFailure(seen.judged) || sawFailure(seen.record)))),
  )?.run;
  const backs = later.filter(({ summary }) => takenBack.includes(summary.suite));
  const back = backs.find(isTakenBack);
  const perhaps = backs.find((run) => !isTakenBack(run));
  const told = ({ summary }: IndexedRun, why: string) => ({ run: summary.run, suite: summary.suite, at: summary.startedAt, why });
  return {
    environment,
    newest: trusted && !('code' in trusted) ? provenRun(trusted, firstPass(trusted, runs)) : null,
    failedSince: failed && whole ? told(failed, whyNotWhole(failed.summary) ?? 'it was whole') : null,
    rolledBack: back && whole ? told(back, 'it was taken back') : null,
    ...(perhaps && whole && !back ? { perhapsRolledBack: told(perhaps, whyNotWhole(perhaps.summary) ?? 'it was whole') } : {}),
    passedOver: later
      .filter(({ summary }) => summary.suite === deployed)
      .flatMap(({ summary }) => {
        const why = whyNotWhole(summary);
        return why === undefined ? [] : [{ run: summary.run, why }];
      }),
    refused: refused.map(({ code, where, message }) => ({ code, where, message })),
  };
}

/** A run of post-rollback is of what was taken back; one of pre-restore is about to, unless somebody only looked at a part of it. */
const isTakenBack = ({ summary }: IndexedRun): boolean => summary.suite === 'post-rollback' || whyNotWhole(summary) === undefined;

/** Whether a blocker failed in a run. What was interrupted tells so by no exit code. */
export const sawFailure = ({ results }: { readonly results: readonly Pick<Result, 'severity' | 'outcome'>[] }): boolean =>
  results.some(({ severity, outcome }) => severity === 'blocker' && outcome.kind === 'fail');

/** Why a run did not see all of its suite; undefined where it did. */
export function whyNotWhole({ partial, interrupted }: IndexedRun['summary']): string | undefined {
  if (partial !== undefined) return `it is a part of the suite alone (${partial})`;
  return interrupted === undefined ? undefined : `it was interrupted (${interrupted})`;
}

/**
 * When the first whole run since the last return passed with what this run is of: a later one that says so again, or that was judged from
 * a restart on, is no other deploy.
 */
function firstPass({ indexed: { summary: newest } }: TrustedRun, runs: readonly IndexedRun[]): string | undefined {
  const back = runs.find((run) => run.summary.run < newest.run && takenBack.includes(run.summary.suite) && isTakenBack(run))?.summary.run;
  return runs.findLast(
    ({ summary }) =>
      summary.suite === deployed &&
      summary.exitCode === 0 &&
      summary.release?.substance === newest.release?.substance &&
      whyNotWhole(summary) === undefined &&
      (back === undefined || summary.run > back),
  )?.summary.startedAt;
}

function provenRun({ record, judged, indexed, read }: TrustedRun, first: string | undefined): ProvenRun | null {
  if (!record.release) return null;
  const evidence = Object.values(record.looks)
    .filter(({ collector }) => collector === WORKLOAD_LOOK)
    .flatMap(({ revisions }) => revisions.findLast((revision) => revision.evidence !== undefined)?.evidence ?? []);
  // Judged by two versions of the gate, the worse one counts.
  const { verdict } = badness(judged.verdict.exitCode) > badness(record.verdict.exitCode) ? judged : record;
  return {
    run: record.run.id,
    where: indexed.where,
    startedAt: record.run.startedAt,
    finishedAt: record.run.finishedAt,
    deployedAt: earliest(record.run.startedAt, [record.window.since, first]),
    tool: record.tool.version,
    recorded: record.verdict.kind,
    verdict: verdict.kind,
    exitCode: verdict.exitCode,
    reasons: [...verdict.reasons],
    substance: substanceOf(record.release),
    ...(record.release.author === undefined ? {} : { author: record.release.author }),
    ...(record.run.scenarios ? { scenarios: record.run.scenarios } : {}),
    publicUrl: record.environment.publicUrl,
    realms: [...record.environment.realms],
    digests: [...new Set(evidence.flatMap((sha256) => runningDigests(read(sha256))))],
  };
}

const earliest = (time: string, others: readonly (string | undefined)[]): string =>
  others.reduce<string>((a, b) => (b !== undefined && Date.parse(b) < Date.parse(a) ? b : a), time);

const badness = (exitCode: number): number => (exitCode === 0 ? 0 : exitCode === 3 ? 1 : 2);
