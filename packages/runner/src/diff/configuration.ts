import { RealmConfiguration } from '@keycloak-release-gate/checks';
import type { Json } from '@keycloak-release-gate/core';
import { z } from 'zod';

/**
 * A realm's configuration out of JSON that was parsed: what stands around its objects is checked; the objects are JSON already, and in
 * a large realm too many to look at each leaf again. Throws a ZodError.
 */
export function configurationOf(data: unknown): RealmConfiguration {
  const { objects } = z
    .object({
      objects: z.record(
        z.string(),
        z.custom<Json>((value) => value !== undefined),
      ),
    })
    .parse(data);
  return { ...RealmConfiguration.parse({ ...(data as object), objects: {} }), objects };
}
