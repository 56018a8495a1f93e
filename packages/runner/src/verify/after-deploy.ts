import { basename } from 'node:path';
import { compareVersions, databaseState, DatabaseState } from '@keycloak-release-gate/checks';
import type { Deploy, Release } from '@keycloak-release-gate/core';
import { listRuns, readRun, wholeRunOf } from '../record/read.ts';
import type { StoredRun } from '../record/read.ts';

/** Why a pre-release run began after the known start of the deploy, and saw what was deployed; undefined where it did not. */
export function whyAfterStart({ record }: StoredRun, deploy: Pick<Deploy, 'at' | 'source'> | undefined): string | undefined {
  if (deploy?.at === undefined || Date.parse(record.run.startedAt) < Date.parse(deploy.at)) return undefined;
  return `it began after the deploy (${deploy.at}, ${deploy.source})`;
}

/**
 * Why a pre-release run is of after the deploy, by the reports: post-deploy had run before it. Undefined where it had not, where the release
 * was rolled back in between, where the database was another one, and where the run saw the schema of the old version.
 */
export function whyAfterPostDeploy(run: StoredRun, release: Release, reports: string): string | undefined {
  const { environment } = run.record;
  const earlier = (suite: string): string[] =>
    listRuns(reports, environment.id, suite).filter((folder) => basename(folder) < run.record.run.id);
  const ofRelease = (folder: string): boolean => wholeRunOf(folder)?.release === release.id;
  const deployed = earlier('post-deploy').find(ofRelease);
  if (deployed === undefined) return undefined;
  const rolledBack = earlier('post-rollback').find((folder) => ofRelease(folder) && wholeRunOf(folder)?.passed === true);
  if (rolledBack !== undefined && basename(rolledBack) > basename(deployed)) return undefined;
  const [state, after] = [stateSeenIn(run), stateSeenIn(readable(deployed))];
  const [server, serverAfter] = [state?.server.systemIdentifier ?? undefined, after?.server.systemIdentifier ?? undefined];
  if (server !== undefined && serverAfter !== undefined && server !== serverAfter) return undefined;
  return state !== undefined && sawOldVersion(state, release)
    ? undefined
    : `post-deploy had run before it (${basename(deployed)}); if nothing was deployed by then, name it with --baseline`;
}

/** The newest migration is the old version's. Where the version does not rise, that says nothing. */
function sawOldVersion({ migrations }: DatabaseState, { keycloak: { from, to } }: Release): boolean {
  if (migrations === null || migrations.length === 0 || !(compareVersions(to, from) > 0)) return false;
  return migrations.every(({ version }) => compareVersions(version, from) <= 0);
}

function stateSeenIn(run: StoredRun | undefined): DatabaseState | undefined {
  const look = Object.values(run?.record.looks ?? {}).find(({ collector }) => collector === databaseState.id);
  const evidence = look?.revisions.findLast((revision) => revision.evidence !== undefined)?.evidence;
  if (run === undefined || evidence === undefined) return undefined;
  const parsed = DatabaseState.safeParse(run.read(evidence));
  return parsed.success ? parsed.data : undefined;
}

/** A run that was edited since tells nothing more than that there was one. */
function readable(folder: string): StoredRun | undefined {
  try {
    return readRun(folder);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
