import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from '@keycloak-release-gate/core';
import type { ScratchServer } from '../server.ts';
import { cloneDatabase } from './clone.ts';
import { requireOwnProviders } from './custom-providers.ts';
import { digestTables, tableChanges } from './digest.ts';
import type { KeycloakHome } from './home.ts';
import { startKeycloak } from './keycloak-on-copy.ts';
import { firstErrorIn } from './log.ts';
import { summariseMigration, withoutRowValues } from './migration-sql.ts';
import type { IndexBuild, MigrationSummary } from './migration-sql.ts';
import { keycloakSchema, quieten } from './quiet.ts';
import { spiOption } from './version.ts';

/** What the new version would do to the schema of the database. */
export type Forecast =
  /** It starts as it is: no change set is new. What it does to the data of the realms is not told by this. */
  | { readonly kind: 'nothing-to-migrate'; readonly seconds: number }
  | {
      readonly kind: 'migration';
      readonly seconds: number;
      /** The SQL, without what may be a row's own value. */
      readonly sql: string;
      /** Of the SQL as Keycloak wrote it, in hexadecimal. Its header holds the time: no two are equal. */
      readonly sha256: string;
      readonly summary: MigrationSummary;
      readonly largeIndexBuilds: readonly LargeIndexBuild[];
      /** Whether every table of the copy is as before: it must be. */
      readonly databaseUnchanged: boolean;
    }
  | { readonly kind: 'failed'; readonly seconds: number; readonly why: string };

/** An index on a table so large that Keycloak does not build it by itself: it logs the SQL, and goes on without. */
export interface LargeIndexBuild extends IndexBuild {
  readonly rows: number;
}

export interface ForecastOptions {
  /** Rows from which on a table is large; by default 300,000, as `index-creation-threshold` of Keycloak. */
  readonly large?: number;
  /** Seconds; 600 by default. */
  readonly within?: number;
}

/** Keycloak's own threshold: `--spi-connections-liquibase--quarkus--index-creation-threshold`. */
const LARGE = 300_000;

/**
 * Starts the new version on a clone of the copy with the migration strategy `manual`: it writes down the SQL that it would run,
 * and ends. The copy itself is not touched. Throws a ConfigurationError where there is no Java, no island or no provider that
 * the copy needs.
 */
export async function forecastMigration(
  copy: ScratchServer,
  home: KeycloakHome,
  signal: AbortSignal,
  { large = LARGE, within = 600 }: ForecastOptions = {},
): Promise<Forecast> {
  const schema = await keycloakSchema(copy);
  if (schema === undefined)
    return { kind: 'failed', seconds: 0, why: 'The copy has no table migration_model: it is no database of Keycloak.' };
  await requireOwnProviders(copy, home, schema);
  const clone = await cloneDatabase(copy, signal);
  try {
    await quieten(clone, schema);
    const before = await digestTables(clone, schema);
    const file = join(await realpath(copy.place.folder), `${clone.database}.sql`);
    const began = Date.now();
    const keycloak = await startKeycloak(
      clone,
      home,
      {
        within,
        schema,
        quick: true,
        arguments: [
          `${spiOption(home.version, 'connections-jpa', 'quarkus', 'migration-strategy')}=manual`,
          `${spiOption(home.version, 'connections-jpa', 'quarkus', 'migration-export')}=${file}`,
        ],
      },
      signal,
    );
    const ready = keycloak.ready().then(
      () => true,
      () => false,
    );
    const started = await Promise.race([ready, keycloak.ended.then(() => false)]);
    await keycloak.stop();
    await ready;
    signal.throwIfAborted();
    const seconds = (Date.now() - began) / 1_000;
    const sql = await readFile(file, 'utf8').catch(() => '');
    if (started) {
      if (sql === '') return { kind: 'nothing-to-migrate', seconds };
      return { kind: 'failed', seconds, why: `Keycloak ${home.version} wrote down a migration, and started all the same.` };
    }
    if (sql === '') {
      const log = await keycloak.log();
      return {
        kind: 'failed',
        seconds,
        why: `Keycloak ${home.version} ended without a forecast: ${firstErrorIn(log) ?? 'it said nothing'}`,
      };
    }
    const after = await digestTables(clone, schema);
    const summary = summariseMigration(sql);
    const rows = new Map(before.map((each) => [each.table, each.rows]));
    return {
      kind: 'migration',
      seconds,
      sql: withoutRowValues(sql),
      sha256: contentHash(sql),
      summary,
      largeIndexBuilds: summary.indexBuilds
        .map((build) => ({ ...build, rows: rows.get(build.table) ?? 0 }))
        .filter((build) => build.rows > large),
      databaseUnchanged: tableChanges(before, after).length === 0,
    };
  } finally {
    await clone.dispose();
  }
}
