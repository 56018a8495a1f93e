import { finding } from '@keycloak-release-gate/core';
import type { Finding, ProvenIn } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { sharedRealms } from './same-system.ts';

/** What was deployed in an environment before the one before it was found good, each as far as the records tell. */
export function outOfOrder(before: readonly string[], environments: readonly ProvenIn[]): Finding[] {
  const known = before.flatMap((id) => environments.find(({ environment }) => environment === id) ?? []);
  return known.flatMap(({ environment, newest }, index) => {
    const earlier = known[index - 1];
    const [first] = earlier?.proofs ?? [];
    const deployed = newest?.deployedAt;
    if (!earlier || !first || deployed === undefined || Date.parse(first.at) <= Date.parse(deployed)) return [];
    return [
      finding(codes.PROVEN_OUT_OF_ORDER, {
        subject: `environment/${environment}`,
        message: `The release was deployed on "${environment}" at ${deployed}, and found good on "${earlier.environment}", which comes before it, only at ${first.at} (${first.run}).`,
        expected: `after ${first.at}`,
        actual: deployed,
      }),
    ];
  });
}

/** Two of the environments before may be one system under two names: then one of them proves nothing. */
export function sameSystems(before: readonly string[], environments: readonly ProvenIn[]): Finding[] {
  const told = before.flatMap((id) => environments.find(({ environment }) => environment === id)?.newest ?? []);
  const ids = before.filter((id) => environments.find(({ environment }) => environment === id)?.newest);
  return told.flatMap((newest, index) =>
    told.slice(0, index).flatMap((earlier, other) => {
      const shared = sharedRealms(newest, earlier);
      if (shared.length === 0) return [];
      const message = `The records of "${ids[other]}" (${earlier.run}) and "${ids[index]}" (${newest.run}) are both of ${newest.publicUrl}, realm ${shared.join(', ')}: that is one system.`;
      return [finding(codes.SAME_SYSTEM_BEFORE, { subject: `environment/${ids[index]}`, message })];
    }),
  );
}

/** Where the release names no digest, a tag may have been pushed again between two environments. */
export function otherImages(before: readonly string[], environments: readonly ProvenIn[]): Finding[] {
  const told = before.flatMap((id) => {
    const digests = environments.find(({ environment }) => environment === id)?.newest?.digests ?? [];
    return digests.length === 0 ? [] : [{ id, digests }];
  });
  return told.slice(1).flatMap(({ id, digests }, index) => {
    const previous = told[index];
    if (!previous || digests.some((digest) => previous.digests.includes(digest))) return [];
    return [
      finding(codes.OTHER_IMAGE_BEFORE, {
        subject: `environment/${id}`,
        message: `"${previous.id}" and "${id}" were found good with different images: ${previous.digests.join(', ')} and ${digests.join(', ')}.`,
        expected: previous.digests,
        actual: digests,
      }),
    ];
  });
}
