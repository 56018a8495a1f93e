import { mkdirSync, rmSync, truncateSync, unlinkSync, writeFileSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { change, copyInto, cutTo, flipAt, placeOf, writeManifest, written } from './backup-case.ts';
import type { BackupCase, Level } from './backup-case.ts';
import { dump, factsOf, killedInFolder, killedInPipe, pack, variant } from './sample-dumps.ts';
import type { Facts } from './sample-dumps.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

interface Damage {
  readonly name: string;
  readonly level: Level;
  readonly codes: readonly string[];
  readonly from: string;
  /** Of the copy in the case's own folder; without it, the dump is bad as it was made. */
  readonly harm?: (path: string) => void;
  readonly as?: string;
  /** The facts of a manifest that is written before the harm is done, and what it says otherwise. */
  readonly manifest?: Facts;
  readonly says?: Parameters<typeof writeManifest>[2];
  readonly database?: string;
}

const [truncated, broken, mismatch] = ['backup/TRUNCATED', 'backup/BROKEN', 'backup/HASH_MISMATCH'];
const either = [truncated, broken];
const [unread, tooNew] = ['backup/NOT_READ', 'backup/TOOL_TOO_OLD'];

const cut = (to: number) => (path: string) => change(path, cutTo(to));
const flip =
  (...where: Parameters<typeof flipAt>) =>
  (path: string) =>
    change(path, flipAt(...where));
const inDump = (file: string, harm: (path: string) => void) => (path: string) => harm(join(path, file));
/** The largest file of data in a directory dump. */
const largest = (path: string): string =>
  readdirSync(path)
    .filter((name) => name !== 'toc.dat')
    .toSorted((a, b) => statSync(join(path, b)).size - statSync(join(path, a)).size)[0] ?? '';
const removeLargest = (path: string): void => unlinkSync(join(path, largest(path)));
const inLargest = (harm: (path: string) => void) => (path: string) => harm(join(path, largest(path)));

/**
 * Makes damaged backups from real dumps of one Keycloak database (`keycloak`, which must be there) in folders of their own below `folder`.
 * Cases of the levels L3 and L4 pass as good when they are only read: what is wrong with them shows when they are restored and looked into.
 */
export async function damagedBackups(server: ScratchPostgres, folder: string): Promise<readonly BackupCase[]> {
  const source = join(folder, 'source');
  const of = (name: string): string => join(source, name);
  const facts = await factsOf(server, 'keycloak');
  const custom = await dump(server, 'keycloak', of('a.dump'), '--format=custom');
  const raw = await dump(server, 'keycloak', of('raw.dump'), '--format=custom', '--compress=0');
  const tar = await dump(server, 'keycloak', of('a.tar'), '--format=tar');
  const plain = await dump(server, 'keycloak', of('a.sql'), '--format=plain');
  const directory = await dump(server, 'keycloak', of('a.dir'), '--format=directory', '--jobs=2');
  const rawDirectory = await dump(server, 'keycloak', of('raw.dir'), '--format=directory', '--compress=0');
  const plainGz = pack(plain, of('a.sql.gz'), 'gzip');
  const plainZst = pack(plain, of('a.sql.zst'), 'zstd');
  const tarGz = pack(tar, of('a.tar.gz'), 'gzip');
  const customGz = pack(raw, of('raw.dump.gz'), 'gzip');
  const header = readFileSync(custom);
  // Since format 1.15 one byte stands for the compression, where five did.
  const seconds = (header[6] ?? 0) >= 15 ? 12 : 16;
  const yearAt = seconds + 5 * 5 + 1;
  const contentsAt = header.indexOf('ENCODING', 0, 'latin1');
  const entriesAt = entriesIn(header, seconds);
  const dataAt = header.indexOf(Buffer.from([0x78, 0x9c]), contentsAt);

  const damages: Damage[] = [
    // Cut
    { name: 'nothing in it', level: 'L0', codes: ['backup/EMPTY'], from: custom, harm: (path) => truncateSync(path, 0) },
    { name: 'cut in the magic number', level: 'L1', codes: [broken], from: custom, harm: cut(3) },
    { name: 'cut in the time of the header', level: 'L1', codes: [truncated], from: custom, harm: cut(20) },
    { name: 'cut in the name of the database', level: 'L1', codes: [truncated], from: custom, harm: cut(seconds + 40) },
    { name: 'cut at the beginning of the table of contents', level: 'L2', codes: [truncated], from: custom, harm: cut(contentsAt) },
    {
      name: 'cut in the table of contents',
      level: 'L2',
      codes: [truncated],
      from: custom,
      harm: cut(Math.floor((contentsAt + dataAt) / 2)),
    },
    { name: 'cut before the first data', level: 'L2', codes: [truncated], from: custom, harm: cut(dataAt - 10) },
    { name: 'cut in the first data', level: 'L2', codes: [truncated], from: custom, harm: cut(dataAt + 20) },
    { name: 'cut in the middle', level: 'L2', codes: [truncated], from: custom, harm: cut(0.5) },
    { name: 'cut near the end', level: 'L2', codes: [truncated], from: custom, harm: cut(0.95) },
    { name: 'without its last byte', level: 'L2', codes: [truncated], from: custom, harm: cut(-1) },
    { name: 'uncompressed, cut in the middle', level: 'L2', codes: [truncated], from: raw, harm: cut(0.6) },
    { name: 'uncompressed, without its last byte', level: 'L2', codes: [truncated], from: raw, harm: cut(-1) },
    { name: 'tar, cut in the first header', level: 'L1', codes: either, from: tar, harm: cut(300) },
    { name: 'tar, cut in the table of contents', level: 'L2', codes: [truncated], from: tar, harm: cut(5_000) },
    { name: 'tar, cut in the data', level: 'L2', codes: [truncated], from: tar, harm: cut(0.7) },
    { name: 'tar, without its end', level: 'L2', codes: [truncated], from: tar, harm: cut(-2_000) },
    { name: 'plain, cut in the schema', level: 'L2', codes: [truncated], from: plain, harm: cut(20_000) },
    {
      name: 'plain, cut in a row',
      level: 'L2',
      codes: [truncated],
      from: plain,
      harm: (path) => change(path, (sql) => sql.subarray(0, placeOf('COPY public.client ', 500)(sql))),
    },
    {
      name: 'plain, cut behind a table',
      level: 'L2',
      codes: [truncated],
      from: plain,
      harm: (path) => change(path, (sql) => sql.subarray(0, placeOf('\n\\.\n', 3)(sql))),
    },
    {
      name: 'plain, cut before the trailer',
      level: 'L2',
      codes: [truncated],
      from: plain,
      harm: (path) => change(path, (sql) => sql.subarray(0, placeOf('-- PostgreSQL database dump complete')(sql))),
    },
    {
      name: 'plain, cut in the trailer',
      level: 'L2',
      codes: [truncated],
      from: plain,
      harm: (path) => change(path, (sql) => sql.subarray(0, placeOf('dump complete', 12)(sql))),
    },
    { name: 'gzip, cut in the middle', level: 'L2', codes: [truncated], from: plainGz, harm: cut(0.5) },
    { name: 'gzip, without its last byte', level: 'L2', codes: [truncated], from: plainGz, harm: cut(-1) },
    { name: 'zstd, cut in the middle', level: 'L2', codes: [truncated], from: plainZst, harm: cut(0.5) },
    { name: 'zstd, without its last byte', level: 'L2', codes: [truncated], from: plainZst, harm: cut(-1) },
    { name: 'tar in gzip, cut', level: 'L2', codes: [truncated], from: tarGz, harm: cut(0.6) },
    { name: 'custom in gzip, cut', level: 'L2', codes: [truncated], from: customGz, harm: cut(0.6) },
    {
      name: 'gzip of what was cut',
      level: 'L2',
      codes: [truncated],
      from: plain,
      as: 'a.sql.gz',
      harm: (path) => change(path, (sql) => gzipSync(cutTo(0.8)(sql))),
    },
    {
      name: 'gzip of a tar that was cut',
      level: 'L2',
      codes: [truncated],
      from: tar,
      as: 'a.tar.gz',
      harm: (path) => change(path, (content) => gzipSync(cutTo(0.8)(content))),
    },
    {
      name: 'gzip of nothing',
      level: 'L0',
      codes: ['backup/EMPTY'],
      from: plain,
      as: 'a.sql.gz',
      harm: (path) => writeFileSync(path, gzipSync('')),
    },
    {
      name: 'a second dump behind the first, cut',
      level: 'L2',
      codes: [truncated],
      from: plain,
      harm: (path) => change(path, (sql) => Buffer.concat([sql, cutTo(0.5)(sql)])),
    },

    // Of a directory
    { name: 'directory, a file of data is missing', level: 'L2', codes: either, from: directory, harm: removeLargest },
    {
      name: 'directory, no table of contents',
      level: 'L1',
      codes: [truncated],
      from: directory,
      harm: (path) => unlinkSync(join(path, 'toc.dat')),
    },
    {
      name: 'directory, the table of contents is empty',
      level: 'L1',
      codes: [truncated],
      from: directory,
      harm: inDump('toc.dat', cut(0.000_000_1)),
    },
    {
      name: 'directory, the table of contents is cut',
      level: 'L2',
      codes: [truncated],
      from: directory,
      harm: inDump('toc.dat', cut(0.5)),
    },
    { name: 'directory, a file of data is cut', level: 'L2', codes: either, from: directory, harm: inLargest(cut(0.5)) },
    {
      name: 'directory, a file of data is empty',
      level: 'L2',
      codes: either,
      from: directory,
      harm: inLargest((file) => truncateSync(file, 0)),
    },
    { name: 'directory, a bit of the data has flipped', level: 'L2', codes: [broken], from: directory, harm: inLargest(flip(0.5, 3)) },
    {
      name: 'directory, a file was added',
      level: 'L1',
      codes: [mismatch],
      from: directory,
      manifest: facts,
      harm: (path) => writeFileSync(join(path, '1.dat'), ''),
    },
    {
      name: 'directory, a bit of the table of contents has flipped',
      level: 'L1',
      codes: [mismatch],
      from: directory,
      manifest: facts,
      harm: inDump('toc.dat', flip(placeOf('user_entity', 2), 1)),
    },

    {
      name: 'directory, not compressed, a file of data is cut behind a row',
      level: 'L2',
      codes: either,
      from: rawDirectory,
      harm: inLargest((file) => change(file, (rows) => rows.subarray(0, rows.indexOf('\n', rows.length / 2) + 1))),
    },

    // Flipped bits
    { name: 'flipped in the magic number', level: 'L1', codes: [broken], from: custom, harm: flip(2) },
    // It may be of a newer pg_dump: only pg_restore can tell that it is not.
    { name: 'flipped in the version of the format', level: 'L2', codes: [tooNew, broken], from: custom, harm: flip(6, 6) },
    { name: 'flipped in the size of numbers', level: 'L1', codes: [...either, tooNew], from: custom, harm: flip(8, 0) },
    { name: 'flipped in the number of entries', level: 'L2', codes: [...either, unread], from: custom, harm: flip(entriesAt, 5) },
    {
      name: 'flipped in a length of the table of contents',
      level: 'L2',
      codes: [...either, unread],
      from: custom,
      harm: flip(contentsAt - 4, 4),
    },
    {
      name: 'flipped in a name of the table of contents',
      level: 'L1',
      codes: [mismatch],
      from: custom,
      manifest: facts,
      harm: flip(placeOf('user_entity', 2), 1),
    },
    { name: 'flipped in the first data', level: 'L2', codes: either, from: custom, harm: flip(dataAt + 12, 3) },
    { name: 'flipped in the middle of the data', level: 'L2', codes: either, from: custom, harm: flip(0.8, 2) },
    { name: 'flipped in the last data', level: 'L2', codes: either, from: custom, harm: flip(-8, 6) },
    { name: 'uncompressed, flipped in a row', level: 'L1', codes: [mismatch], from: raw, manifest: facts, harm: flip(-600, 1) },
    {
      name: 'tar, flipped in a header',
      level: 'L2',
      codes: [broken],
      from: tar,
      harm: flip((content) => content.indexOf('ustar', 1_000) - 255, 1),
    },
    {
      name: 'tar, flipped in a row',
      level: 'L1',
      codes: [mismatch],
      from: tar,
      manifest: facts,
      harm: flip(placeOf('security-admin-console', 3), 1),
    },
    {
      name: 'plain, flipped in the title',
      level: 'L1',
      codes: [broken],
      from: plain,
      harm: flip(placeOf('PostgreSQL database dump', 4), 1),
    },
    {
      name: 'plain, flipped in a row',
      level: 'L1',
      codes: [mismatch],
      from: plain,
      manifest: facts,
      harm: flip(placeOf('COPY public.client ', 700), 1),
    },
    {
      name: 'plain, flipped in the end of a table',
      level: 'L2',
      codes: either,
      from: plain,
      harm: flip((sql) => sql.lastIndexOf('\n\\.\n') + 2, 4),
    },
    { name: 'plain, flipped in the trailer', level: 'L2', codes: [truncated], from: plain, harm: flip(placeOf('dump complete', 7), 1) },
    { name: 'gzip, flipped in the middle', level: 'L2', codes: either, from: plainGz, harm: flip(0.5, 3) },
    { name: 'gzip, flipped in the checksum', level: 'L2', codes: [broken], from: plainGz, harm: flip(-7, 3) },
    { name: 'custom in gzip, flipped in the checksum', level: 'L2', codes: [broken], from: customGz, harm: flip(-7, 3) },
    { name: 'zstd, flipped in the middle', level: 'L2', codes: either, from: plainZst, harm: flip(0.5, 3) },

    // Another one than it should be
    {
      name: 'another dump under its manifest',
      level: 'L1',
      codes: [mismatch],
      from: custom,
      manifest: facts,
      harm: (path) => copyInto(join(path, '..'), raw, 'a.dump'),
    },
    {
      name: 'more rows were counted than it holds',
      level: 'L2',
      codes: ['backup/COUNT_MISMATCH'],
      from: custom,
      manifest: { ...facts, counts: { ...facts.counts, credential: (facts.counts['credential'] ?? 0) + 1 } },
    },
    {
      name: 'from another server',
      level: 'L0',
      codes: ['backup/WRONG_SYSTEM_ID'],
      from: custom,
      manifest: { ...facts, systemIdentifier: '123' },
    },
    { name: 'of another database', level: 'L0', codes: ['backup/WRONG_DATABASE'], from: custom, database: 'sso' },
    {
      name: 'plain, of another database by its manifest',
      level: 'L0',
      codes: ['backup/WRONG_DATABASE'],
      from: plain,
      manifest: facts,
      database: 'sso',
    },
    {
      name: 'dated a year ahead',
      level: 'L0',
      codes: ['backup/FUTURE_DATED'],
      from: custom,
      harm: (path) => change(path, (content) => ((content[yearAt] = (content[yearAt] ?? 0) + 1), content)),
    },
    {
      name: 'dated ahead by its manifest',
      level: 'L0',
      codes: ['backup/FUTURE_DATED'],
      from: custom,
      manifest: facts,
      says: { snapshotAt: new Date(Date.now() + 3_600_000).toISOString() },
    },
    {
      name: 'too old by its manifest',
      level: 'L0',
      codes: ['backup/STALE'],
      from: custom,
      manifest: facts,
      says: { snapshotAt: new Date(Date.now() - 30 * 3_600_000).toISOString() },
    },
    {
      name: 'with a command to the shell',
      level: 'L2',
      codes: ['backup/PSQL_COMMANDS'],
      from: plain,
      harm: (path) =>
        change(path, (sql) =>
          Buffer.from(sql.toString('latin1').replace('\nCREATE TABLE', '\n\\! touch /tmp/owned\nCREATE TABLE'), 'latin1'),
        ),
    },
  ];
  return [
    ...(await Promise.all(damages.map(async (damage, index) => made(folder, index, damage)))),
    ...(await fromVariants(server, folder)),
  ];
}

/** Where the number of entries of the table of contents stands: behind seven numbers of the time and three texts. */
function entriesIn(header: Buffer, seconds: number): number {
  let at = seconds + 7 * 5;
  for (let text = 0; text < 3; text += 1) at += 5 + header.readUInt32LE(at + 1);
  return at + 1;
}

async function made(
  folder: string,
  index: number,
  { name, level, codes, from, harm, as, manifest, says, database = 'keycloak' }: Damage,
): Promise<BackupCase> {
  const own = join(folder, `damaged-${index}`);
  const path = copyInto(own, from, as);
  if (manifest) await writeManifest(path, manifest, says);
  harm?.(path);
  return { name, level, codes, folder: own, path: written(path), database, hasManifest: manifest !== undefined };
}

const users = 'TRUNCATE user_entity CASCADE';
const noRealm = 'TRUNCATE realm CASCADE';
const later = "INSERT INTO migration_model (id, version, update_time) VALUES ('later', '99.0.0', 9999999999)";
const earlier = "UPDATE migration_model SET version = '26.0.0'";
const locked = "UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'node' WHERE id = 1";
const failed = "UPDATE databasechangelog SET exectype = 'FAILED' WHERE orderexecuted = (SELECT max(orderexecuted) FROM databasechangelog)";
const halfWay = 'DELETE FROM databasechangelog WHERE orderexecuted > 150';

/** Dumps of databases that are not as they should be, and by a pg_dump that was not called or did not end as it should have. */
async function fromVariants(server: ScratchPostgres, folder: string): Promise<readonly BackupCase[]> {
  const at = (name: string): string => join(folder, name.replaceAll(/\W+/g, '-'), 'a.dump');
  const cases: BackupCase[] = [];
  const add = async (
    name: string,
    level: Level,
    codes: readonly string[],
    path: string,
    database: string,
    manifest?: Facts,
  ): Promise<void> => {
    if (manifest) await writeManifest(path, manifest);
    cases.push({ name, level, codes, folder: join(path, '..'), path: written(path), database, hasManifest: manifest !== undefined });
  };
  const changed = async (
    name: string,
    level: Level,
    codes: readonly string[],
    database: string,
    sql: string,
    withFacts = false,
  ): Promise<void> => {
    await variant(server, database, sql);
    const path = await dump(server, database, at(name), '--format=custom');
    await add(name, level, codes, path, database, withFacts ? await factsOf(server, database) : undefined);
  };
  const called = async (name: string, codes: readonly string[], ...args: readonly string[]): Promise<void> =>
    add(name, 'L2', codes, await dump(server, 'keycloak', at(name), '--format=custom', ...args), 'keycloak');

  const cluster = join(folder, 'cluster', 'a.sql');
  mkdirSync(join(cluster, '..'), { recursive: true });
  await server.run('pg_dumpall', [`--file=${cluster}`]);
  await add('all databases, by pg_dumpall', 'L2', ['backup/FORMAT_NOT_READ'], cluster, 'keycloak');

  await changed('no user', 'L2', ['backup/EMPTY'], 'no_user', users);
  await changed('no realm', 'L2', ['backup/EMPTY'], 'no_realm', noRealm);
  await changed('of a later version', 'L2', ['backup/WRONG_KEYCLOAK_VERSION'], 'later', later);
  await changed('of an earlier version', 'L2', ['backup/WRONG_KEYCLOAK_VERSION'], 'earlier', earlier);
  await changed('during a migration, with its lock', 'L2', ['backup/LOCK_HELD'], 'locked', locked);
  await changed('during a migration that failed', 'L2', ['backup/CHANGE_SET_FAILED'], 'failed', failed);
  await changed('during a migration, half-way', 'L2', ['backup/CHANGE_SETS_DIFFER'], 'half_way', halfWay);
  await server.run('createdb', ['nothing']);
  await add('no Keycloak', 'L2', ['backup/NOT_KEYCLOAK'], await dump(server, 'nothing', at('no Keycloak'), '--format=custom'), 'nothing');

  await called('tables without data', ['backup/NOT_KEYCLOAK'], '--schema-only');
  await called('data without tables', ['backup/PARTIAL'], '--data-only');
  await called('without keys and indexes', ['backup/PARTIAL'], '--section=pre-data', '--section=data');
  await called('without the clients', ['backup/EMPTY'], '--exclude-table-data=client');
  await called('without the credentials', ['backup/PARTIAL'], '--exclude-table-data=credential');
  await called('without the tables of credentials and roles', ['backup/PARTIAL'], '-T', 'credential', '-T', 'user_role_mapping');
  await called('rows in INSERT statements', ['backup/FORMAT_NOT_READ'], '--inserts');

  await variant(server, 'filled', 'CREATE TABLE filler AS SELECT md5(n::text) AS text FROM generate_series(1, 200000) AS n');
  const killed = async (name: string, path: string): Promise<void> => add(name, 'L2', either, path, 'filled');
  await killed('pg_dump was killed, custom', await killedInPipe(server, 'filled', at('killed custom'), ['--format=custom']));
  await killed(
    'pg_dump was killed, plain',
    await killedInPipe(server, 'filled', join(folder, 'killed-plain', 'a.sql'), ['--format=plain']),
  );
  await killed(
    'pg_dump was killed before gzip',
    await killedInPipe(server, 'filled', join(folder, 'killed-gzip', 'a.sql.gz'), ['--format=plain'], true),
  );
  await killed('pg_dump was killed, directory', await killedInFolder(server, 'filled', join(folder, 'killed-directory', 'a.dir')));
  // What only a restore, or looking into what was restored, can tell.
  await changed('a foreign key that no longer holds', 'L3', ['backup/RESTORE_FAILED'], 'orphan', orphan);
  await changed('a foreign key that is missing', 'L4', ['backup/CONSTRAINT_MISSING'], 'unkeyed', unkeyed);
  const renamed = await dump(server, 'keycloak', at('flipped in a name, no manifest'), '--format=custom');
  // In the statement that makes it: in the title of its entry the name is for people only, and a restore is right all the same.
  change(renamed, flipAt(placeOf('ADD CONSTRAINT fk_5hg65lybevavkqfki3kponh9v', 19), 1));
  await add('flipped in the name of a key, without a manifest', 'L4', ['backup/CONSTRAINT_MISSING'], renamed, 'keycloak');
  const noise = await dump(server, 'keycloak', at('flipped in a row, no manifest'), '--format=custom', '--compress=0');
  change(noise, flipAt(-600, 7));
  await add('uncompressed, flipped in a row to no character, without a manifest', 'L3', ['backup/RESTORE_FAILED'], noise, 'keycloak');
  rmSync(join(folder, 'source'), { recursive: true, force: true });
  return cases;
}

const orphan = "SET session_replication_role = replica; UPDATE credential SET user_id = 'nobody'";
const unkeyed = 'ALTER TABLE credential DROP CONSTRAINT fk_pfyr0glasqyl0dei3kl69r6v0';
