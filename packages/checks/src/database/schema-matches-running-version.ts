import { canonicalJson, defineCheck, gap } from '@keycloak-release-gate/core';
import type { LeftByRollback } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { workload } from '../kubernetes/workload.ts';
import { codes } from './codes.ts';
import { isGap, newestMigration } from './newest-migration.ts';
import { rehearsedFact, schemaFacts } from './schema-facts.ts';
import { migrationFindings, replicaGaps, versionFindings } from './schema-findings.ts';
import { databaseState } from './state.ts';
import type { DatabaseState } from './state.ts';
import { compareVersions, versionOfImage } from './version.ts';

/** The schema is that of the Keycloak that runs, whatever any release says: for any day. */
export const schemaMatchesRunningVersion = defineCheck({
  id: 'database/schema-matches-running-version',
  title: 'The database schema is that of the running Keycloak',
  why: 'A Keycloak that runs on the schema of a newer version looks healthy while parts of it are broken: nobody notices until someone is locked out.',
  reads: { state: databaseState, workload },
  onGaps: 'judge',
  expects: z.object({
    /** The schema that a rollback by plan A left, where it was rehearsed as harmless: the same one is no finding. */
    left: z
      .object({
        run: z.string(),
        version: z.string(),
        database: z.string(),
        systemIdentifier: z.string(),
        migrations: z.array(z.object({ version: z.string(), updatedAt: z.string() })),
        changeLogs: z.array(z.object({ table: z.string(), hash: z.string() })),
      })
      .optional(),
  }),
  expected: ({ leftByRollback: left }) =>
    left ? { left: { ...left, migrations: [...left.migrations], changeLogs: [...left.changeLogs] } } : {},
  judge: ({ state, workload: seen }, { left }) => {
    const newest = newestMigration(state);
    const problems = migrationFindings(state);
    const replica = replicaGaps(state);
    if (isGap(newest)) return { findings: problems, gaps: [newest, ...replica] };
    const image = seen.object?.image;
    const version = image === undefined ? undefined : versionOfImage(image);
    if (version === undefined) {
      const reason =
        image === undefined ? 'The workload or its container was not found.' : `The tag of the image ${image} tells no Keycloak version.`;
      const unknown = gap(codes.VERSION_UNKNOWN, {
        subject: `database/${state.database}`,
        reason,
        remedy: 'Tag the image with the Keycloak version, or use the check database/schema-matches-version with a version.',
      });
      return { findings: problems, gaps: [unknown, ...replica], facts: schemaFacts(state, newest) };
    }
    const isLeft = left !== undefined && compareVersions(version, left.version) === 0 && isTheSchema(state, left);
    return {
      findings: [...(isLeft ? [] : versionFindings(state.database, newest, version, 'the version that runs')), ...problems],
      gaps: replica,
      facts: [
        ...schemaFacts(state, newest),
        { name: 'running version', value: version },
        ...(isLeft ? [rehearsedFact(newest), { name: 'rolled back by plan A, by the run', value: left.run }] : []),
      ],
    };
  },
});

/** Whether a schema is, to the last row of its versions and change sets, the one that a rollback left. */
function isTheSchema({ database, server, migrations, changeLogs }: DatabaseState, left: LeftByRollback): boolean {
  const marks = (rows: LeftByRollback['migrations'] | null): string =>
    canonicalJson((rows ?? []).map((row) => `${row.version} ${row.updatedAt}`).toSorted());
  const logs = (rows: LeftByRollback['changeLogs']): string => canonicalJson(rows.map(({ table, hash }) => `${table} ${hash}`).toSorted());
  return (
    database === left.database &&
    server.systemIdentifier === left.systemIdentifier &&
    changeLogs !== null &&
    marks(migrations) === marks(left.migrations) &&
    logs(changeLogs) === logs(left.changeLogs)
  );
}
