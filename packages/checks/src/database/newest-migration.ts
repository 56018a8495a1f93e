import { gap } from '@keycloak-release-gate/core';
import type { Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { DatabaseState } from './state.ts';
import { compareVersions } from './version.ts';

export interface NewestMigration {
  /** The version that Keycloak itself takes for the schema's. */
  readonly version: string;
  readonly updatedAt: string;
  /** The highest version that ever migrated this schema: it differs only where clocks or rows were tampered with. */
  readonly highest: string;
}

/** What migration_model says of the schema; a gap where it says nothing, or two things. */
export function newestMigration(state: Pick<DatabaseState, 'database' | 'migrations'>): NewestMigration | Gap {
  const subject = `database/${state.database}`;
  const [newest, second] = state.migrations ?? [];
  if (!newest) {
    return gap(codes.VERSION_UNKNOWN, {
      subject,
      reason: state.migrations
        ? 'The table migration_model is empty: no Keycloak has started on this database.'
        : 'The table migration_model could not be read.',
      remedy: state.migrations ? 'Check that this is the database that Keycloak uses.' : 'See the gap that names the table.',
    });
  }
  if (second && second.updatedAt === newest.updatedAt && second.version !== newest.version) {
    const reason = `migration_model has ${newest.version} and ${second.version}, both from ${newest.updatedAt}.`;
    return gap(codes.VERSION_AMBIGUOUS, { subject, reason });
  }
  const highest = (state.migrations ?? []).reduce(
    (high, row) => (compareVersions(row.version, high) > 0 ? row.version : high),
    newest.version,
  );
  return { ...newest, highest };
}

export const isGap = (value: object): value is Gap => 'reason' in value;
