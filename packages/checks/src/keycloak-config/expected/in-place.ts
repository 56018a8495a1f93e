import type { ExpectedChange } from '@keycloak-release-gate/core';
import type { Objects } from '../diff/difference.ts';
import { same } from '../diff/same.ts';
import { holds, valueOf } from './fulfilled.ts';
import type { Reading } from './fulfilled.ts';
import { valueAt } from './value-at.ts';

/**
 * Whether a configuration is as an announced change leaves it; undefined where it cannot be told from it alone, as with a
 * change to whatever value.
 */
export function isInPlace({ object, attribute, change }: ExpectedChange, objects: Objects, read: Reading = valueOf): boolean | undefined {
  const value = valueAt(objects[object], attribute);
  switch (change?.op) {
    case 'becomes':
      return same(value, read(change.value, attribute));
    case 'adds':
      return holds(value, change.value ?? null);
    case 'removes':
      return !holds(value, change.value ?? null);
    case 'is added':
      return value !== undefined;
    case 'is removed':
      return value === undefined;
    default:
      return undefined;
  }
}
