import type { Json } from '@keycloak-release-gate/core';
import type { Difference } from './difference.ts';
import { same } from './same.ts';

/**
 * Values that mean the same as none. Saving an object in the admin console writes them although nobody chose them (seen on
 * 26.7.4). Only what is listed is taken for equal: elsewhere, that a value is stored is a change.
 */
const defaults: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  realm: {
    scimApiEnabled: false,
    clientSessionIdleTimeout: 0,
    clientSessionMaxLifespan: 0,
    clientOfflineSessionIdleTimeout: 0,
    clientOfflineSessionMaxLifespan: 0,
    'attributes.clientSessionIdleTimeout': '0',
    'attributes.clientSessionMaxLifespan': '0',
    'attributes.clientOfflineSessionIdleTimeout': '0',
    'attributes.clientOfflineSessionMaxLifespan': '0',
  },
};

/** True where one side has nothing and the other what the server does where there is nothing. */
export function isDefaultForAbsent({ object, attribute, before, after }: Difference): boolean {
  if (attribute === undefined || (before !== undefined && after !== undefined)) return false;
  const value = defaults[object.split('/', 1)[0] ?? object]?.[attribute];
  return value !== undefined && same(value, before ?? after);
}
