import type { Json } from '@keycloak-release-gate/core';
import { isObject, own } from '../diff/same.ts';

/** The value under a dotted path; names of members may hold dots themselves (`attributes.pkce.code.challenge.method`). */
export function valueAt(value: Json | undefined, path: string | undefined): Json | undefined {
  if (path === undefined) return value;
  if (!isObject(value)) return undefined;
  if (own(value, path) !== undefined) return own(value, path);
  for (const [key, member] of Object.entries(value)) {
    const found = path.startsWith(`${key}.`) ? valueAt(member, path.slice(key.length + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
