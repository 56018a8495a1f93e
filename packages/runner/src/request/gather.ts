import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { codes, registry, RollbackPlanRecord } from '@keycloak-release-gate/checks';
import { ConfigurationError, contentHash } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { MANIFEST } from '../record/folder.ts';
import { readRun } from '../record/read.ts';
import { recordsOf } from '../records/places.ts';
import { promotedTo } from '../release/promotion.ts';
import { originsOf } from '../release/origins.ts';
import { openPlaces } from '../release/places.ts';
import { askedAfterDeploy, provenIn } from '../release/proven.ts';
import { rulesOf } from '../release/rules.ts';
import { indexRuns } from '../release/run-index.ts';
import type { IndexedRun, RefusedRun } from '../release/run-index.ts';
import { trustRun } from '../release/trusted-run.ts';
import type { Rules, TrustedRun } from '../release/trusted-run.ts';
import { loadEnvironment, scenarioIds } from '../scenarios/load.ts';
import { resolveEnvironment } from '../scenarios/resolve-environment.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';
import type { ComputedPlan, Place, RequestInput, SeenRun, Tried } from './model.ts';

/** All that a request is made from, as it lies on this machine: nothing is asked of any system. */
export async function gather(
  release: Release,
  {
    scenarios,
    reports,
    records,
    output,
    variables,
  }: {
    readonly scenarios: string;
    readonly reports: string;
    /** Further places of runs, as they are named on a command line. */
    readonly records: readonly string[];
    /** Where the request is written. */
    readonly output: string;
    readonly variables: Variables;
  },
): Promise<Pick<RequestInput, 'target' | 'tried' | 'plans' | 'places'>> {
  const { target, before } = await goesTo(release, scenarios);
  using opened = await openPlaces(records);
  const places = [{ folder: reports, name: 'reports' }, ...opened.places];
  const index = indexRuns(places, {
    environments: await scenarioIds(scenarios, 'environments'),
    suites: await scenarioIds(scenarios, 'suites'),
  });
  const tried: Tried[] = [];
  for (const place of before) {
    const rules = await rulesFor(place.id, release, scenarios, variables);
    const read = new Map<string, TrustedRun>();
    const proven = provenIn({
      environment: place.id,
      release,
      index,
      asked: await askedAfterDeploy(scenarios, place.id, release),
      trust: (indexed) => {
        const trusted = trust(indexed, rules);
        if (!('code' in trusted)) read.set(indexed.summary.run, trusted);
        return trusted;
      },
    });
    const run = proven.newest ? read.get(proven.newest.run) : undefined;
    tried.push({ place, proven, ...(run ? { run: seen(run, output) } : {}) });
  }
  const promotion = promotedTo(
    target.id,
    (await loadEnvironment(scenarios, target.id)).value,
    variables,
    await originsOf(scenarios, target.id),
  );
  return {
    target: { ...target, promotion },
    tried,
    places: places.map(({ name }) => name),
    // The target's own first, then that of the environment that is nearest to it.
    plans: [target, ...before.toReversed()].flatMap((place) => planOf(place, release, reports)),
  };
}

/** Where the release goes in the end, and the environments before: to its first production; where none says to be one, to its last. */
export async function goesTo(release: Release, scenarios: string): Promise<{ readonly target: Place; readonly before: readonly Place[] }> {
  const environments = await Promise.all(release.environments.map((id) => placeOf(scenarios, id)));
  const production = environments.findIndex((each) => each.production);
  const at = production < 0 ? environments.length - 1 : production;
  const target = environments[at];
  if (!target) throw new Error(`The release ${release.id} names no environment.`);
  return { target, before: environments.slice(0, at) };
}

const seen = ({ record, folder }: TrustedRun, output: string): SeenRun => ({
  record,
  folder: relative(output, folder).replaceAll('\\', '/'),
  sha256: contentHash(readFileSync(join(folder, MANIFEST))),
});

/** The gate's rules, and those of the scenarios' own suites where the environment can be laid out here. */
async function rulesFor(id: string, release: Release, scenarios: string, variables: Variables): Promise<Rules> {
  const { environment } = resolveEnvironment(await loadEnvironment(scenarios, id), variables);
  return environment ? rulesOf(scenarios, { suite: 'post-deploy', environment, release }) : { checks: registry, codes };
}

/** A record by rules that are not known here can neither be believed nor called edited. */
function trust(indexed: IndexedRun, rules: Rules): TrustedRun | RefusedRun {
  const trusted = trustRun(indexed, rules);
  if (!('code' in trusted) || trusted.code !== 'RECORD_EDITED') return trusted;
  const unknown = unknownRules(indexed.folder, rules);
  if (unknown.length === 0) return trusted;
  return {
    ...trusted,
    code: 'RECORD_UNREADABLE',
    message: `It was judged by checks of the scenarios' own (${unknown.join(', ')}), which are not known here: they are laid out where the environment's variables are set.`,
  };
}

function unknownRules(folder: string, { checks }: Rules): string[] {
  try {
    return [...new Set(readRun(folder).record.plan.checks.map(({ id }) => id))].filter((id) => !checks.has(id));
  } catch (error) {
    if (error instanceof ConfigurationError) return [];
    throw error;
  }
}

async function placeOf(scenarios: string, id: string): Promise<Place> {
  const { value } = await loadEnvironment(scenarios, id);
  const { title, production, timeZone, applications } = value;
  return {
    id,
    title: typeof title === 'string' ? title : id,
    production: production === true,
    timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
    applications: Array.isArray(applications)
      ? applications.map((each: { readonly id: string; readonly title?: string }) => each.title ?? each.id)
      : [],
  };
}

function planOf(place: Place, release: Release, reports: string): ComputedPlan[] {
  const file = recordsOf(place.id, release.id, reports).rollbackPlan;
  if (!existsSync(file)) return [];
  const problem = (message: string): ConfigurationError =>
    new ConfigurationError([
      {
        code: 'ROLLBACK_PLAN_UNREADABLE',
        message,
        where: file,
        remedy: `Compute it again: verify plan-rollback --env ${place.id} --release ${release.id}`,
      },
    ]);
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw problem(`The computed rollback plan cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = RollbackPlanRecord.safeParse(data);
  if (!parsed.success)
    throw problem(`The computed rollback plan is none: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
  return [{ place, record: parsed.data }];
}
