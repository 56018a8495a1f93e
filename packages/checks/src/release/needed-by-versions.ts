import { compareVersions, parseVersion } from '../database/version.ts';

interface NeededPlan {
  /** Unknown where something is deployed that the versions say nothing of. */
  readonly plan: 'A' | 'B' | 'unknown';
  readonly because: string;
}

/** What the versions alone imply, where no plan was computed; undefined where they cannot be compared. */
export function neededByVersions(from: string, to: string, deploys: boolean): NeededPlan | undefined {
  const [old, next] = [parseVersion(from), parseVersion(to)];
  if (!old || !next) return undefined;
  const order = compareVersions(to, from);
  if (order < 0) return { plan: 'B', because: 'the version goes back, which Keycloak does not support on its own database' };
  if (order === 0)
    return deploys
      ? { plan: 'unknown', because: 'the Keycloak version stays the same, and what the image that is deployed migrates was not tried' }
      : { plan: 'A', because: 'nothing is deployed, and the Keycloak version stays the same' };
  if (old.numbers[0] !== next.numbers[0]) return { plan: 'B', because: 'the major version rises, so that schema and realms are migrated' };
  if (old.numbers[1] !== next.numbers[1]) return { plan: 'B', because: 'the minor version rises, so that schema and realms are migrated' };
  return { plan: 'B', because: 'the patch version rises, which may bring change sets, and plan A was not rehearsed for this pair' };
}
