import type { RunContext } from '@keycloak-release-gate/core';
import { changesOf } from '../expected/changes-of.ts';
import { announcedClaims } from '../tokens/announced.ts';
import { applicationsOf, impactOf } from './index.ts';
import type { Objects } from './world.ts';

/** Whom a release touches by what it announces, told before anything is looked at. */
export interface AnnouncedImpact {
  /** Ids of applications, in the order of the environment. */
  readonly applications: readonly string[];
  readonly why: string;
}

/**
 * The applications that a release touches. `before` gives a realm's configuration of before the release, by which ways are known;
 * where there is none, or the release as such touches everybody, that is all of them.
 */
export function announcedImpact(run: RunContext, before: (realm: string) => Objects | undefined): AnnouncedImpact {
  const { release, environment } = run;
  const all = environment.applications.map(({ id }) => id);
  if (!release) return { applications: all, why: 'without a release nobody knows what changes' };
  if (release.deploys) return { applications: all, why: 'a deploy restarts Keycloak under every application' };
  const { realms } = environment.keycloak;
  const touched = new Set<string>();
  for (const realm of realms) {
    const changes = changesOf(realm, release.expectedChanges, realms);
    if (changes.length === 0) continue;
    const objects = before(realm);
    if (objects === undefined) return { applications: all, why: `no record of before the release tells what realm ${realm} is made of` };
    // What the release adds is in no configuration yet: it stands there by its name.
    for (const { application } of impactOf(changes, objects, objects, applicationsOf(realm, environment.applications)).applications)
      touched.add(application.id);
  }
  for (const application of environment.applications)
    if (announcedClaims(application, release.expectedChanges, realms).length > 0) touched.add(application.id);
  return { applications: all.filter((id) => touched.has(id)), why: 'touched by what the release announces' };
}
