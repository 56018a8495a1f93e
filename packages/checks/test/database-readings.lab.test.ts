import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AnyCollector, CollectContext } from '@keycloak-release-gate/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseIdentity, DatabaseIdentity } from '../src/database/identity.ts';
import { databaseStructure, DatabaseStructure } from '../src/database/structure.ts';
import { structureAsBeforeRelease } from '../src/database/structure-as-before-release.ts';
import { startScratchPostgres } from './scratch-postgres.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

let server: ScratchPostgres;
beforeAll(async () => {
  server = await startScratchPostgres();
});
afterAll(async () => server.close());

/** Looks at a database of the scratch server as the gate does. */
async function look(collector: AnyCollector, database: string): Promise<unknown> {
  const { PGHOST: host } = server.env;
  const declared = { host, port: 5432, name: database, user: 'postgres', password: { env: 'X' }, tls: 'off', schema: 'public' };
  const run = { suite: 'post-rollback', environment: { database: declared } };
  const context = { run, secret: () => '', signal: AbortSignal.timeout(60_000), looks: {} };
  const { value, gaps = [] } = await collector.collect({}, context as unknown as CollectContext<never>);
  expect(gaps).toEqual([]);
  return value;
}

describe('what tables are made of, after a dump and a restore', () => {
  const structureOf = async (database: string): Promise<DatabaseStructure> =>
    DatabaseStructure.parse(await look(databaseStructure, database));
  const differences = async (before: DatabaseStructure, database: string): Promise<readonly string[]> =>
    structureAsBeforeRelease.check
      .judge({ before, now: await structureOf(database) }, {}, { now: '2026-11-28T06:00:00Z' })
      .findings.map(({ message }) => message);
  /** As PostgreSQL prints it, with all casts and parentheses. */
  const printed = (database: string): Promise<string> =>
    server.sql(
      database,
      `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 't'::regclass AND indisvalid ORDER BY 1`,
    );
  let before: DatabaseStructure;

  beforeAll(async () => {
    await server.sql('postgres', 'CREATE DATABASE made');
    await server.sql('postgres', 'CREATE DATABASE restored');
    await server.sql(
      'made',
      `CREATE TABLE t (
         id int, kind varchar(20) DEFAULT 'a', note text, n numeric(10, 2) DEFAULT 0,
         made_at timestamp DEFAULT '2020-01-01'::timestamp,
         CONSTRAINT one_of CHECK (kind IN ('a', 'b', 'c d')),
         CONSTRAINT either CHECK ((kind = 'a' AND id > 1) OR (kind <> 'b' AND (id < 5 AND (n > 1.5)))),
         CONSTRAINT alike CHECK (kind LIKE 'a%' OR note::varchar(5) = 'y' AND made_at > timestamp '2020-01-01')
       );
       CREATE INDEX of_some ON t (id) WHERE kind IN ('a', 'b');
       CREATE INDEX of_lower ON t (lower(kind), (id + 1)) WHERE kind::text = 'a' AND note IS NOT NULL;
       INSERT INTO t (id, kind) VALUES (2, 'a'), (2, 'a')`,
    );
    // A build that breaks off leaves an index behind that is not valid; pg_dump leaves it out.
    const built = await server.sql('made', 'CREATE UNIQUE INDEX CONCURRENTLY broken_off ON t (id)').then(
      () => true,
      () => false,
    );
    if (built) throw new Error('The index was to be broken off.');
    const file = join(String(server.env['PGHOST']), 'made.dump');
    await server.run('pg_dump', ['--format=custom', '--file', file, 'made']);
    await server.run('pg_restore', ['--exit-on-error', '--dbname=restored', file]);
    before = await structureOf('made');
  });

  test('it is the same, although PostgreSQL prints it otherwise', async () => {
    expect(await printed('restored')).not.toBe(await printed('made'));
    expect(await differences(before, 'restored')).toEqual([]);
  });

  test.each<[string, string, string]>([
    [
      'a value more in a constraint',
      `ALTER TABLE t DROP CONSTRAINT one_of, ADD CONSTRAINT one_of CHECK (kind IN ('a', 'b', 'c d', 'e'))`,
      '1 × constraint altered',
    ],
    ['another predicate of an index', `DROP INDEX of_some; CREATE INDEX of_some ON t (id) WHERE kind IN ('a', 'c')`, '1 × index altered'],
    ['another default', `ALTER TABLE t ALTER kind SET DEFAULT 'b'`, '1 × columns altered'],
    ['another type', 'ALTER TABLE t ALTER id TYPE bigint', '1 × columns altered'],
    ['an index less', 'DROP INDEX of_lower', '1 × index missing'],
  ])('%s is told', async (_what, change, said) => {
    await server.sql('postgres', 'CREATE DATABASE changed TEMPLATE restored');
    try {
      await server.sql('changed', change);
      expect(await differences(before, 'changed')).toEqual([expect.stringContaining(said)]);
    } finally {
      await server.sql('postgres', 'DROP DATABASE changed WITH (FORCE)');
    }
  });
});

test('a table that is not counted in time is left out, and the rest is read', async () => {
  await server.sql('postgres', 'CREATE DATABASE big');
  const tables = 'CREATE TABLE realm (id text); CREATE TABLE user_entity (id text); CREATE TABLE migration_model (id text, version text)';
  await server.sql('big', `${tables}; INSERT INTO realm VALUES ('a'); INSERT INTO migration_model VALUES ('m', '26.4.0')`);
  // Somebody's lock, which is waited for no longer than a slow count is.
  const holder = spawn(server.program('psql'), ['-Xq', '-d', 'big'], { env: server.env, stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    holder.stdin.write("BEGIN; LOCK TABLE user_entity IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n");
    await once(holder.stdout, 'data');
    const { rows, versions } = DatabaseIdentity.parse(await look(databaseIdentity, 'big'));
    expect(rows).toEqual({ realm: 1 });
    expect(versions).toMatchObject([{ id: 'm', version: '26.4.0' }]);
  } finally {
    holder.stdin.end();
    await once(holder, 'close');
  }
  const { rows } = DatabaseIdentity.parse(await look(databaseIdentity, 'big'));
  expect(rows).toEqual({ realm: 1, user_entity: 0 });
});
