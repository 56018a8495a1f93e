import { basename, join } from 'node:path';
import { copyInto, writeManifest, written } from './backup-case.ts';
import type { BackupCase } from './backup-case.ts';
import { dump, dumpThroughPipe, factsOf, pack, packInParts, variant } from './sample-dumps.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

/** Good backups of every format of pg_dump, made in many ways, each in a folder of its own beside an older one. */
export async function goodBackups(server: ScratchPostgres, folder: string): Promise<readonly BackupCase[]> {
  const cases: BackupCase[] = [];
  const older = await dump(server, 'keycloak', join(folder, 'older', 'older.dump'), '--format=custom');
  const add = async (name: string, path: string, { database = 'keycloak', manifest = false, schema = 'public' } = {}): Promise<string> => {
    if (manifest) await writeManifest(path, await factsOf(server, database, schema), { schema });
    cases.push({ name, level: 'L2', codes: [], folder: join(path, '..'), path: written(path), database, hasManifest: manifest });
    const before = database === 'keycloak' ? older : path;
    written(copyInto(join(path, '..'), before, `older-${basename(before)}`), 3_600);
    return path;
  };
  const at = (name: string, file: string): string => join(folder, name.replaceAll(/\W+/g, '-'), file);
  const dumped = async (name: string, file: string, args: readonly string[], more?: Parameters<typeof add>[2]): Promise<string> =>
    add(name, await dump(server, more?.database ?? 'keycloak', at(name, file), ...args), more);

  const custom = await dumped('custom', 'a.dump', ['--format=custom']);
  await dumped('custom with a manifest', 'a.dump', ['--format=custom'], { manifest: true });
  await dumped('custom, not compressed', 'a.dump', ['--format=custom', '--compress=0'], { manifest: true });
  await dumped('custom, compressed as far as it goes', 'a.dump', ['--format=custom', '--compress=9']);
  await add('custom through a pipe', await dumpThroughPipe(server, 'keycloak', at('custom through a pipe', 'a.dump'), ['--format=custom']));
  const tar = await dumped('tar', 'a.tar', ['--format=tar']);
  await add('tar through a pipe', await dumpThroughPipe(server, 'keycloak', at('tar through a pipe', 'a.tar'), ['--format=tar']));
  await dumped('directory', 'a.dir', ['--format=directory']);
  await dumped('directory by three jobs, with a manifest', 'a', ['--format=directory', '--jobs=3'], { manifest: true });
  await dumped('directory, not compressed', 'a', ['--format=directory', '--compress=0']);
  const plain = await dumped('plain', 'a.sql', ['--format=plain']);
  await dumped('plain with a manifest', 'a.sql', ['--format=plain'], { manifest: true });
  await dumped('plain that cleans up first', 'a.sql', ['--clean', '--if-exists']);
  await dumped('plain, everything quoted', 'a.sql', ['--quote-all-identifiers', '--no-owner', '--no-acl']);
  await dumped('plain with comments of pg_dump', 'a.sql', ['--verbose']);
  await add('plain in gzip', await dumpThroughPipe(server, 'keycloak', at('plain in gzip', 'a.sql.gz'), [], true));
  await add('plain in zstd', pack(plain, at('plain in zstd', 'a.sql.zst'), 'zstd'));
  await add('plain in many members of gzip', await packInParts(plain, at('plain in many members', 'a.sql.gz'), 'gzip'));
  await add('plain in many frames of zstd', await packInParts(plain, at('plain in many frames', 'a.sql.zst'), 'zstd'));
  await add('custom in gzip', pack(custom, at('custom in gzip', 'a.dump.gz'), 'gzip'), { manifest: true });
  await add('custom in zstd', pack(custom, at('custom in zstd', 'a.dump.zst'), 'zstd'));
  await add('tar in gzip', pack(tar, at('tar in gzip', 'a.tgz'), 'gzip'));
  await add('tar in zstd', pack(tar, at('tar in zstd', 'a.tar.zst'), 'zstd'));
  await dumped('one schema, without owners', 'a.dump', ['--format=custom', '--schema=public', '--no-owner', '--no-acl', '--no-comments']);

  // Its clocks show more than those of the environment's zone: it is not from the future for that.
  const tokyo = { ...server, env: { ...server.env, TZ: 'Asia/Tokyo' } };
  await add('by a machine in Tokyo', await dumpThroughPipe(tokyo, 'keycloak', at('Tokyo', 'a.dump'), ['--format=custom']));

  await variant(server, 'elsewhere', 'ALTER SCHEMA public RENAME TO "Key cloak"');
  await dumped('in another schema', 'a.dump', ['--format=custom'], { database: 'elsewhere', manifest: true, schema: 'Key cloak' });
  await dumped('plain, in another schema', 'a.sql', [], { database: 'elsewhere' });
  await variant(server, 'more', odd);
  await dumped('large rows and odd things', 'a.dump', ['--format=custom', '--compress=1'], { database: 'more', manifest: true });
  await dumped('plain, large rows and odd things', 'a.sql', [], { database: 'more', manifest: true });
  await dumped('tar, large rows and odd things', 'a.tar', ['--format=tar'], { database: 'more', manifest: true });
  return cases;
}

/** What a custom provider may bring, and what is hard to tell from the end of a row or a statement. */
const odd = String.raw`
  CREATE TABLE large (id integer PRIMARY KEY, text text, "odd, ""name""" integer DEFAULT 1);
  INSERT INTO large SELECT n, repeat(md5(n::text), 200000) FROM generate_series(1, 2) AS n;
  INSERT INTO large VALUES (3, E'\\.\n\\.\n-- PostgreSQL database dump complete\n\\! x');
  COMMENT ON TABLE large IS E'it''s\n\\! no command;\nCOPY x FROM stdin;\n';
  CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS $f$ SELECT 'a;' || $1 || '\! b' -- it's
  $f$;
  CREATE TABLE parted (id integer, at date) PARTITION BY RANGE (at);
  CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  INSERT INTO parted VALUES (1, '2026-05-05');
  CREATE TABLE without_columns ();
  INSERT INTO without_columns DEFAULT VALUES;
  CREATE UNLOGGED TABLE unlogged (id integer);
  CREATE MATERIALIZED VIEW seen AS SELECT count(*) FROM large;
  CREATE TABLE databasechangelog_custom AS SELECT * FROM databasechangelog LIMIT 3;
  SELECT lo_from_bytea(0, convert_to(repeat('large object ', 1000), 'UTF8'));
`;
