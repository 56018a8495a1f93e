import { computePlan, datedKinds, datedTitles, probeBudget, schemaMark, testedInverse } from '@keycloak-release-gate/checks';
import type { Difference, RollbackFacts, RollbackPlanRecord } from '@keycloak-release-gate/checks';
import { substanceHash } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';
import { tool } from '../tool.ts';
import type { Live } from './live.ts';
import type { Tried } from './tried.ts';

/** What a plan is composed of. */
export interface Composing {
  readonly release: Release;
  readonly environment: string;
  readonly live: Live;
  readonly tried: Tried;
  /** What the release changed in the environment before this one, where that was recorded. */
  readonly seenElsewhere: readonly Difference[] | undefined;
  /** ISO 8601. */
  readonly at: string;
  readonly host: string;
  /** The name of the file of the SQL. */
  readonly sqlFile: string;
}

/** Computes the plan, and writes down all that it was computed from. */
export function compose(composing: Composing): RollbackPlanRecord {
  const { release, environment, live, tried, at, host, sqlFile } = composing;
  const { plan, decidedBy, rules } = computePlan(factsOf(composing));
  const { forecast, secondsToReady } = tried.measured;
  const { rehearsal } = tried;
  return {
    format: 'keycloak-release-gate/rollback-plan',
    version: 1,
    release: release.id,
    environment,
    from: release.keycloak.from,
    to: release.keycloak.to,
    deploys: release.deploys,
    image: release.image ?? null,
    at,
    host,
    tool: tool.version,
    schema: live.database && schemaMark(live.database),
    backup: tried.backup,
    plan,
    decidedBy: decidedBy.rule,
    rules: [...rules],
    notTried: tried.notTried ?? null,
    forecast: forecast && { ...forecast, sql: forecast.sql && { ...forecast.sql, file: sqlFile } },
    rehearsal: rehearsal && {
      seconds: secondsToReady,
      tables: [...rehearsal.tables],
      oldBooted: rehearsal.oldBooted,
      logins: [...rehearsal.logins],
    },
    probeBudget: live.workload && probeBudget(live.workload),
    lost: lostOf(live),
  };
}

/** What is dated after the newest good backup, by kind; what was not counted is not in it. */
function lostOf({ since }: Live): RollbackPlanRecord['lost'] {
  if (since === null) return null;
  const { backup, rows } = since;
  const counts = datedKinds.flatMap((kind) => (rows.counts[kind] ? [[datedTitles[kind], rows.counts[kind].since] as const] : []));
  return { since: backup.takenAt.earliest, counts: Object.fromEntries(counts) };
}

/** All that the rules judge. */
export function factsOf({
  release,
  environment,
  live,
  tried,
  seenElsewhere,
  at,
}: Pick<Composing, 'release' | 'environment' | 'live' | 'tried' | 'seenElsewhere' | 'at'>): RollbackFacts {
  const { from, to } = release.keycloak;
  const inverse = testedInverse(
    release.confirmations,
    { release: release.id, environment, author: release.author, substance: substanceHash(release) },
    at,
  );
  return {
    from,
    to,
    deploys: release.deploys,
    ...(release.image === undefined ? {} : { image: release.image }),
    database: live.database,
    unread: live.gaps.database.map(({ reason }) => reason),
    announced: release.expectedChanges,
    ...(seenElsewhere === undefined ? {} : { seenElsewhere }),
    ...(inverse === undefined ? {} : { testedInverse: inverse }),
    forecast: tried.forecast,
    rehearsal: tried.rehearsal,
    ...(tried.notTried === undefined ? {} : { notTried: tried.notTried }),
  };
}
