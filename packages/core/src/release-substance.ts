import type { z } from 'zod';
import { canonicalJson, contentHash } from './json.ts';
import { compare } from './order.ts';
import { Release } from './release.ts';

/** What is shipped, and nothing that is said or decided about it while it is under way. */
export const ReleaseSubstance = Release.pick({
  id: true,
  keycloak: true,
  image: true,
  imageDigests: true,
  commit: true,
  deploys: true,
  expectedChanges: true,
});
export type ReleaseSubstance = z.infer<typeof ReleaseSubstance>;

/**
 * What a release ships, in one notation: two records are of one release when this is equal. The words for people (title, description,
 * impact, parties, why a change is made), the rollback plan, the window, confirmations, waivers and the list of environments may change
 * while a release is under way: by the policy, most of them are only written once it was deployed on test and acc.
 */
export function substanceOf(release: Release): ReleaseSubstance {
  const { id, keycloak, image, imageDigests, commit, deploys, expectedChanges } = release;
  return {
    id,
    keycloak,
    deploys,
    ...(image === undefined ? {} : { image }),
    ...(commit === undefined ? {} : { commit: commit.toLowerCase() }),
    // In which order they are written says nothing.
    imageDigests: [...new Set(imageDigests)].toSorted(compare),
    expectedChanges: expectedChanges
      .map(({ why: _why, ...change }) => change)
      .toSorted((a, b) => compare(canonicalJson(a), canonicalJson(b))),
  };
}

/** The SHA-256 of the substance, by which records of one release are told from those of another. */
export const substanceHash = (release: Release): string => contentHash(canonicalJson(substanceOf(release)));

/** The members in which two substances differ, by name. */
export function changedMembers(before: ReleaseSubstance, now: ReleaseSubstance): string[] {
  const names = ['id', 'keycloak', 'image', 'imageDigests', 'commit', 'deploys', 'expectedChanges'] as const;
  return names.filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(now[name] ?? null));
}
