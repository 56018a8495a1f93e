import type { ScratchServer } from '../server.ts';

/** The schema that Keycloak's tables are in; undefined where the copy has none. */
export async function keycloakSchema(copy: ScratchServer): Promise<string | undefined> {
  const [row] = await copy.query(
    `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = 'migration_model' AND c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY n.nspname = 'public' DESC, 1`,
  );
  return row === undefined ? undefined : String(row['schema']);
}

/**
 * Takes out of a copy what a Keycloak on it would act on as the real one: the members of the cluster (each start would wait for
 * them), and the times at which users are fetched from directories. It could reach neither; so it does not try.
 */
export async function quieten(copy: ScratchServer, schema: string): Promise<void> {
  await copy.session(async ({ query }) => {
    await query(`SELECT set_config('search_path', $1, false)`, [`"${schema}"`]);
    const [pings] = await query(`SELECT to_regclass('jgroups_ping') IS NOT NULL AS there`);
    if (pings?.['there'] === true) await query('DELETE FROM jgroups_ping');
    await query(`UPDATE component_config SET value = '-1' WHERE name IN ('fullSyncPeriod', 'changedSyncPeriod') AND value <> '-1'`);
  });
}
