import { originsBetween } from '@keycloak-release-gate/checks';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Environment, PromotedFrom, Release } from '@keycloak-release-gate/core';
import { toldOf } from '../diff/places.ts';
import type { Told } from '../diff/places.ts';
import { runSide } from '../diff/run-side.ts';
import { recordedSideOf } from '../diff/side.ts';
import type { Side } from '../diff/side.ts';
import { openPlaces } from '../release/places.ts';
import { whyNotWhole } from '../release/what-runs-tell.ts';
import { indexRuns } from '../release/run-index.ts';
import { scenarioIds } from '../scenarios/load.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';

export interface Promoting {
  readonly environment: Environment;
  readonly release: Release | undefined;
  /** A run or a snapshot that was named. */
  readonly named: string | undefined;
  readonly scenarios: string;
  readonly reports: string;
  /** Further places of runs. */
  readonly records: readonly string[];
  readonly variables: Variables;
}

/**
 * What is known of the environment before: of the run or snapshot that is named, else of the newest whole post-deploy run of the release
 * in the environment that this one's file names. Undefined where there is neither. Throws a ConfigurationError where what is named is
 * of an environment that the release does not come from.
 */
export async function findPromotedFrom(promoting: Promoting): Promise<PromotedFrom | undefined> {
  const { environment, release, named, scenarios, reports, variables } = promoting;
  const side = named === undefined ? await newestRun(promoting) : recordedSideOf(named, '--promoted-from', reports);
  if (!side) return undefined;
  refuseUnfit(side, environment, release);
  const [from, to] = await Promise.all([toldOf(scenarios, side.environment, variables), toldOf(scenarios, environment.id, variables)]);
  return {
    environment: side.environment,
    name: side.name,
    ...(side.release === undefined
      ? {}
      : { release: { id: side.release.id, expectedChanges: side.release.expectedChanges, verdict: side.verdict ?? 'unknown' } }),
    realms: Object.fromEntries(
      environment.keycloak.realms.flatMap((realm, index) => {
        const name = nameThere(realm, index, environment.keycloak.realms, side, from);
        const now = name === undefined ? undefined : side.realms[name];
        const before = name === undefined || side.release?.id !== release?.id ? undefined : side.before?.[name];
        return now === undefined ? [] : [[realm, { now, ...(before === undefined ? {} : { before }) }]];
      }),
    ),
    origins: Object.fromEntries(originsBetween(from.places, to.places)),
    gaps: side.gaps.map(({ reason }) => `${side.environment}: ${reason}`),
  };
}

/** A realm of the same name; where no name is the same, the one that stands at the same place in the other environment's file. */
function nameThere(realm: string, index: number, own: readonly string[], { realms }: Side, { realms: told }: Told): string | undefined {
  if (realms[realm] !== undefined) return realm;
  return own.some((name) => realms[name] !== undefined) || told.length !== own.length ? undefined : told[index];
}

async function newestRun({ environment: { promotesFrom }, release, scenarios, reports, records }: Promoting): Promise<Side | undefined> {
  if (promotesFrom === undefined || !release) return undefined;
  using opened = await openPlaces(records);
  const known = { environments: await scenarioIds(scenarios, 'environments'), suites: await scenarioIds(scenarios, 'suites') };
  const { runs } = indexRuns([{ folder: reports, name: 'reports' }, ...opened.places], known);
  const newest = runs.find(
    ({ summary }) =>
      summary.environment === promotesFrom &&
      summary.suite === 'post-deploy' &&
      summary.release?.id === release.id &&
      whyNotWhole(summary) === undefined,
  );
  return newest && runSide(newest.folder);
}

function refuseUnfit(side: Side, { id, promotesFrom }: Environment, release: Release | undefined): void {
  const order = release?.environments ?? [];
  const reason =
    side.environment === id
      ? `it is of "${id}" itself`
      : promotesFrom !== undefined && promotesFrom !== side.environment
        ? `it is of "${side.environment}", and "${id}" gets its releases from "${promotesFrom}"`
        : order.includes(id) && order.indexOf(side.environment) > order.indexOf(id)
          ? `it is of "${side.environment}", which comes after "${id}" in the release`
          : undefined;
  if (reason === undefined) return;
  throw new ConfigurationError([
    {
      code: 'PROMOTED_FROM_UNFIT',
      message: `${side.name} proves nothing of what comes to "${id}": ${reason}.`,
      where: '--promoted-from',
      remedy: 'Name a run or a snapshot of the environment that the release was tried in before.',
    },
  ]);
}
