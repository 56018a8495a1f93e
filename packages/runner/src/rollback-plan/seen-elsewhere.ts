import { compare, RealmConfiguration } from '@keycloak-release-gate/checks';
import type { Difference } from '@keycloak-release-gate/checks';
import type { Environment, Release } from '@keycloak-release-gate/core';
import { findPromotedFrom } from '../promotion/promoted-from.ts';
import type { Variables } from '../scenarios/resolve-environment.ts';

interface Wanted {
  readonly environment: Environment;
  readonly release: Release;
  readonly scenarios: string;
  readonly reports: string;
  readonly variables: Variables;
}

/**
 * What the release changed in the realms of the environment before this one, by the record of its post-deploy run there: deleted and made anew
 * is told too. Undefined where there is no such record.
 */
export async function seenElsewhere(wanted: Wanted): Promise<readonly Difference[] | undefined> {
  const from = await findPromotedFrom({ ...wanted, records: [], named: undefined });
  if (from?.release?.id !== wanted.release.id) return undefined;
  const realms = Object.entries(from.realms).filter(([, { before }]) => before !== undefined);
  if (realms.length === 0) return undefined;
  return realms.flatMap(([realm, { before, now }]) =>
    compare(RealmConfiguration.parse(before), RealmConfiguration.parse(now), { strict: true }).differences.map((difference) => ({
      ...difference,
      object: `realm/${realm}/${difference.object}`,
    })),
  );
}
