import type { DrillRecord } from './drill-record.ts';

/** The constraints (`table.name`) and the valid indexes of Keycloak's schema. */
export interface Keys {
  readonly constraints: readonly string[];
  readonly indexes: readonly string[];
}

/** Of each kind that many are told. */
const MOST_NAMED = 20;

/** What a database has and a restored one has not, the first of each. */
export const missingKeys = (wanted: Keys, restored: Keys): NonNullable<DrillRecord['live']> => ({
  missingConstraints: lacking(wanted.constraints, restored.constraints),
  missingIndexes: lacking(wanted.indexes, restored.indexes),
});

function lacking(wanted: readonly string[], has: readonly string[]): string[] {
  const known = new Set(has);
  return wanted.filter((name) => !known.has(name)).slice(0, MOST_NAMED);
}
