import { canonicalJson } from '@keycloak-release-gate/core';
import type { Release } from '@keycloak-release-gate/core';

const members = ['id', 'keycloak', 'image', 'imageDigests', 'commit', 'deploys', 'expectedChanges'] as const;
type Substance = Pick<Release, (typeof members)[number]>;

/** What is shipped, and nothing that is said or decided about it while it is under way. */
export const substanceOf = ({ id, keycloak, image, imageDigests, commit, deploys, expectedChanges }: Release): Substance => ({
  id,
  keycloak,
  image,
  imageDigests,
  commit,
  deploys,
  expectedChanges,
});

/** The members in which two releases are not the same, by name. */
export const changedMembers = (before: Substance, now: Substance): string[] =>
  members.filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(now[name] ?? null));
