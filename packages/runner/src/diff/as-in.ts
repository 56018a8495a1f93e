import { translated, underOtherName } from '@keycloak-release-gate/checks';
import type { Origins, RealmConfiguration } from '@keycloak-release-gate/checks';
import type { Told } from './places.ts';
import type { RealmPair } from './realm-pairs.ts';

/** The configuration of A as it would be at B's addresses, and under the name of B's realm. */
export function asIn(configuration: RealmConfiguration, { a, b }: RealmPair, origins: Origins, toldB: Told): RealmConfiguration {
  const keycloak = toldB.places['keycloak'];
  const own = keycloak !== undefined && URL.canParse(keycloak) ? [new URL(keycloak).origin] : [];
  return { ...configuration, objects: underOtherName(translated(configuration.objects, origins), { from: a, to: b }, own) };
}
