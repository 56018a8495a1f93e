import type { Fact } from '@keycloak-release-gate/core';
import type { NewestMigration } from './newest-migration.ts';
import type { DatabaseState } from './state.ts';

/** What is worth telling of the schema, whether or not something is wrong. */
export function schemaFacts(state: DatabaseState, newest: NewestMigration): Fact[] {
  return [
    { name: 'schema version', value: newest.version },
    { name: 'migrated at', value: newest.updatedAt },
    ...(state.changeLogs ?? []).map((log) => ({ name: `change sets in ${log.table}`, value: log.count })),
    { name: 'PostgreSQL', value: state.server.version },
    ...(state.server.inRecovery ? [{ name: 'read from', value: 'a replica' }] : []),
    ...(Math.abs(state.server.clockAheadBy) > 2_000
      ? [{ name: "the database's clock ahead of the gate's by", value: Math.round(state.server.clockAheadBy / 1000), unit: 's' }]
      : []),
  ];
}

/** The name of the fact that a schema is ahead, and was rehearsed to be harmless. */
export const rehearsedFactName = 'rehearsed';

/** A schema that is ahead, where it was rehearsed that this leaves nothing behind for the old version. */
export const rehearsedFact = ({ version }: NewestMigration): Fact => ({
  name: rehearsedFactName,
  value: `${version} left nothing but its version in the schema`,
});
