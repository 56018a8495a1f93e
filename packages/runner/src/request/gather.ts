import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { codes, registry, RollbackPlanRecord } from '@keycloak-release-gate/checks';
import { ConfigurationError, contentHash } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { judgeRecord } from '../judge/judge-record.ts';
import { MANIFEST } from '../record/folder.ts';
import { listRuns, readRun, releaseOf, wholeRunOf } from '../record/read.ts';
import { recordsOf } from '../records/places.ts';
import { loadEnvironment } from '../scenarios/load.ts';
import type { ComputedPlan, Place, RequestInput, Tried } from './model.ts';

/** All that a request is made from, as it lies on this machine: nothing is asked of any system. */
export async function gather(
  release: Release,
  places: { readonly scenarios: string; readonly reports: string; /** Where the request is written. */ readonly output: string },
): Promise<Pick<RequestInput, 'target' | 'tried' | 'plans'>> {
  const environments = await Promise.all(release.environments.map((id) => placeOf(places.scenarios, id)));
  const at = environments.findIndex(({ production }) => production);
  // Where none says that it is production, the last one is where it is going to.
  const index = at < 0 ? environments.length - 1 : at;
  const target = environments[index];
  if (!target) throw new Error(`The release ${release.id} names no environment.`);
  const before = environments.slice(0, index);
  const shown = (folder: string): string => relative(places.output, folder).replaceAll('\\', '/');
  return {
    target,
    tried: before.map((place) => triedIn(place, release, places.reports, shown)),
    // The target's own first, then that of the environment that is nearest to it.
    plans: [target, ...before.toReversed()].flatMap((place) => planOf(place, release, places.reports)),
  };
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

function triedIn(place: Place, release: Release, reports: string, shown: (folder: string) => string): Tried {
  const runs = listRuns(reports, place.id, 'post-deploy').filter((folder) => releaseOf(folder) === release.id);
  const folder = runs.find((each) => wholeRunOf(each) !== undefined);
  const later = runs.find((each) => folder === undefined || basename(each) > basename(folder));
  const passedOver = later === undefined ? {} : { passedOver: `${basename(later)} is a part of the suite alone` };
  if (folder === undefined) return { place, ...passedOver };
  try {
    const { record, read } = readRun(folder);
    if (record.run.interrupted !== undefined) return { place, passedOver: `${record.run.id} was interrupted` };
    const judged = judgeRecord(record, read, registry, codes).verdict.kind;
    const sha256 = contentHash(readFileSync(join(folder, MANIFEST)));
    return { place, run: { record, folder: shown(folder), sha256, judged }, ...passedOver };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { place, unusable: `${basename(folder)} cannot be believed: ${error.message}` };
  }
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
