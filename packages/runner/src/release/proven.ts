import { environmentsBefore, runningDigests, WORKLOAD_LOOK } from '@keycloak-release-gate/checks/release-records';
import type { ProvenBefore, ProvenIn, ProvenRun, Release, RunContext } from '@keycloak-release-gate/core';
import { substanceOf } from '@keycloak-release-gate/core';
import { scenarioIds } from '../scenarios/load.ts';
import { originsOf } from './origins.ts';
import { askedIn, lackingIn } from './asked.ts';
import type { Asked } from './asked.ts';
import { openPlaces } from './places.ts';
import { authorsOf, passesOf, proofsOf } from './proofs.ts';
import { rulesOf } from './rules.ts';
import { indexRuns } from './run-index.ts';
import type { IndexedRun, RefusedRun, RunIndex } from './run-index.ts';
import { trustRun } from './trusted-run.ts';
import type { TrustedRun } from './trusted-run.ts';
import { deployed, isTakenBack, sawFailure, takenBack, whyNotWhole } from './what-runs-tell.ts';

/** What the records say of the release in the environments before this one. Throws a ConfigurationError where a place is none. */
export async function findProvenBefore(
  context: RunContext,
  { scenarios, reports, records }: { readonly scenarios: string; readonly reports: string; readonly records: readonly string[] },
): Promise<ProvenBefore | undefined> {
  const { release } = context;
  const before = environmentsBefore(context);
  if (!release) return undefined;
  const origins = await originsOf(scenarios, context.environment.id);
  if (before.length === 0) return { places: [], environments: [], origins };
  using opened = await openPlaces(records);
  const places = [{ folder: reports, name: 'reports' }, ...opened.places];
  const known = { environments: await scenarioIds(scenarios, 'environments'), suites: await scenarioIds(scenarios, 'suites') };
  const index = indexRuns(places, known);
  const rules = await rulesOf(scenarios, context);
  return {
    origins,
    places: places.map(({ name }) => name),
    environments: await Promise.all(
      before.map(async (environment) => {
        const asked = await askedAfterDeploy(scenarios, environment, release);
        return provenIn({ environment, release, index, asked, trust: (run) => trustRun(run, rules) });
      }),
    ),
  };
}

/** What the suite that proves a release in an environment asks for there today. */
export const askedAfterDeploy = (scenarios: string, environment: string, release: Release): Promise<Asked> =>
  askedIn({ scenarios, suite: deployed }, environment, release);

/** What the records say of a release in an environment: its newest whole post-deploy run, and what came after it. */
export function provenIn({
  environment,
  release,
  index,
  asked,
  trust: read,
}: {
  readonly environment: string;
  readonly release: Release;
  readonly index: RunIndex;
  /** What post-deploy asks for there today. */
  readonly asked: Asked;
  readonly trust: (run: IndexedRun) => TrustedRun | RefusedRun;
}): ProvenIn {
  const seen = new Map<IndexedRun, TrustedRun | RefusedRun>();
  const trust = (run: IndexedRun): TrustedRun | RefusedRun => {
    const known = seen.get(run) ?? read(run);
    seen.set(run, known);
    return known;
  };
  const runs = index.runs.filter(({ summary }) => summary.environment === environment && summary.release?.id === release.id);
  const whole = runs.find(({ summary }) => summary.suite === deployed && whyNotWhole(summary) === undefined);
  const isLater = (run: string): boolean => whole === undefined || run >= whole.summary.run;
  const later = runs.filter((run) => run !== whole && isLater(run.summary.run));
  const trusted = whole && trust(whole);
  // A later run that looks harmless may be one that was edited to look so.
  const readLater = later
    .filter(({ summary }) => summary.suite === deployed || takenBack.includes(summary.suite))
    .map((run) => ({ run, seen: trust(run) }));
  const passes = passesOf(release, runs, trust);
  const refused = [
    ...index.refused.filter(
      (each) =>
        isLater(each.run) &&
        (each.environments.length === 0 || each.environments.includes(environment)) &&
        (each.suites.length === 0 || each.suites.some((suite) => suite === deployed || takenBack.includes(suite))) &&
        (each.release === undefined || each.release === release.id),
    ),
    ...[trusted, ...readLater.map(({ seen: each }) => each)].flatMap((each) => (each && 'code' in each ? [each] : [])),
  ];
  const failed = readLater.find(
    ({ run: { summary }, seen: each }) =>
      summary.suite === deployed && (summary.exitCode === 1 || (!('code' in each) && (sawFailure(each.judged) || sawFailure(each.record)))),
  )?.run;
  const backs = later.filter(({ summary }) => takenBack.includes(summary.suite));
  const back = backs.find(isTakenBack);
  const perhaps = backs.find((run) => !isTakenBack(run));
  const told = ({ summary }: IndexedRun, why: string) => ({ run: summary.run, suite: summary.suite, at: summary.startedAt, why });
  return {
    environment,
    newest: trusted && !('code' in trusted) ? provenRun(trusted, firstPass(trusted, runs), asked) : null,
    proofs: proofsOf(passes, runs),
    authors: authorsOf(passes),
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

function provenRun({ record, judged, indexed, read }: TrustedRun, first: string | undefined, asked: Asked): ProvenRun | null {
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
    ...(asked.checks ? { lacks: lackingIn(record.plan.checks, asked.checks) } : { notCompared: asked.unknown }),
  };
}

const earliest = (time: string, others: readonly (string | undefined)[]): string =>
  others.reduce<string>((a, b) => (b !== undefined && Date.parse(b) < Date.parse(a) ? b : a), time);

const badness = (exitCode: number): number => (exitCode === 0 ? 0 : exitCode === 3 ? 1 : 2);
