import { codes } from '../codes.ts';
import type { KnownMessage } from './entry.ts';

/** The update of the database's schema and of the realms in it. */
export const migration: readonly KnownMessage[] = [
  {
    kind: 'bad',
    code: codes.MIGRATION_FAILED,
    ofThisStart: true,
    refutedBy: 'finished start',
    template: /Error has occurred while updating the database|Failed to update database|Migration failed for changeset/,
    why: 'The schema could not be updated.',
    source: 'keycloak: QuarkusJpaUpdaterProvider; liquibase: MigrationFailedException',
  },
  {
    kind: 'bad',
    code: codes.MIGRATION_FAILED,
    ofThisStart: true,
    refutedBy: 'finished start',
    numbers: ['KC-SERVICES0002'],
    why: 'The realms could not be migrated, and Keycloak gives up starting.',
    source: 'keycloak: org.keycloak.services.ServicesLogger (ERROR)',
  },
  {
    kind: 'bad',
    code: codes.MIGRATION_LOCK,
    ofThisStart: true,
    refutedBy: 'finished start',
    template: /Could not acquire change log lock within specified timeout/,
    why: 'Another node updates the schema, or one died while it did.',
    source: 'keycloak: CustomLockService, LiquibaseDBLockProvider',
  },
  {
    kind: 'bad',
    code: codes.MIGRATION_LOCK,
    severity: 'warn',
    ofThisStart: true,
    template: /Lock didn't yet acquired|Failed to create lock table/,
    why: 'Two nodes began the update at once, and this one tried again.',
    source: 'keycloak: CustomLockService, LiquibaseDBLockProvider',
  },
  {
    kind: 'bad',
    code: codes.DATABASE_NOT_MIGRATED,
    ofThisStart: true,
    refutedBy: 'finished start',
    template: /Database not (?:initialized|up-to-date), please/,
    why: 'The migration strategy is manual or validate, and nobody migrated.',
    source: 'keycloak: QuarkusJpaConnectionProviderFactory',
  },
  {
    kind: 'bad',
    code: codes.DATABASE_NEWER,
    ofThisStart: true,
    template: /^Possibly incorrect state of migration/,
    why: 'The database was migrated by a newer version than the one that runs.',
    source: 'recorded: 26.4.0 on a database of 26.7.4; keycloak: DefaultMigrationManager (WARN)',
  },
  {
    kind: 'bad',
    code: codes.SERVICE_WARNING,
    template: /Missing database index|Following index should be created|index .{0,80}should be created manually/,
    why: 'An index was not made during the migration because its table is large: queries are slow until somebody makes it.',
    source: 'keycloak: DatabaseIndexChecker, CustomCreateIndexChange (WARN)',
  },
  {
    kind: 'bad',
    code: codes.SERVICE_WARNING,
    template: /^Unable to check for missing database indexes/,
    why: 'Whether an index is missing could not be seen.',
    source: 'keycloak: DatabaseIndexChecker (WARN)',
  },
];
