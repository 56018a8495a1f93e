import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DumpFile } from '@keycloak-release-gate/checks/backup';
import { withConnection } from './connection.ts';
import { openPlace } from './place.ts';
import type { ScratchPlace } from './place.ts';
import { findPostgresTools } from './postgres-tools.ts';
import type { PostgresTools } from './postgres-tools.ts';
import { restoreDump } from './restore.ts';
import type { Restored } from './restore.ts';
import { startScratchServer } from './server.ts';
import type { ScratchServer } from './server.ts';

const small = join(import.meta.dirname, '../../checks/src/backup/fixtures/small.dump');
const { signal } = new AbortController();
const live = { systemIdentifiers: [] };
let tools: PostgresTools;
let source: ScratchServer;
let folder = '';
const places: ScratchPlace[] = [];

async function freshServer(): Promise<ScratchServer> {
  const place = await openPlace(signal);
  places.push(place);
  return startScratchServer(place, tools, signal);
}

/** Everything that pg_dump makes of the source, with these options. */
function dump(name: string, ...options: readonly string[]): string {
  const file = join(folder, name);
  execFileSync(join(tools.directory, 'pg_dump'), [...options, `--file=${file}`, `--dbname=${source.database}`], {
    env: { PGHOST: source.socket, PGPORT: String(source.port), PGUSER: source.superuser.name, PGPASSWORD: source.superuser.password },
  });
  return file;
}

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Restores into a server of its own. */
async function restored(file: DumpFile): Promise<{ readonly server: ScratchServer; readonly restored: Restored }> {
  const server = await freshServer();
  return { server, restored: await restoreDump(server, file, { live, signal }) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restore-test-'));
  const found = await findPostgresTools();
  if (!found) throw new Error('PostgreSQL is not installed here.');
  tools = found;
  ({ server: source } = await restored({ path: small, kind: 'custom' }));
  // What an ordinary database has besides Keycloak's tables, and an owner may not make.
  await source.query(`CREATE SCHEMA audit; CREATE TABLE audit.seen (at timestamptz, "odd ""name" text); INSERT INTO audit.seen SELECT now(), E'a\\\\b\\n\\\\.\\n' FROM generate_series(1, 3);
    COMMENT ON SCHEMA audit IS $$it's $1; \\! nothing$$; CREATE PUBLICATION changes FOR TABLE audit.seen;
    CREATE TABLE audit.parent (id int PRIMARY KEY); CREATE TABLE audit.child (id int REFERENCES audit.parent); INSERT INTO audit.parent VALUES (1); INSERT INTO audit.child VALUES (1)`);
});
afterAll(async () => {
  for (const place of places) await place.close();
  rmSync(folder, { recursive: true, force: true });
});

const facts = `SELECT (SELECT count(*)::int FROM user_entity) AS users, (SELECT count(*)::int FROM audit.seen) AS seen,
  (SELECT count(*)::int FROM pg_constraint WHERE connamespace = 'public'::regnamespace) AS constraints,
  (SELECT count(*)::int FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace) AS indexes`;

describe('every format of pg_dump is restored with all that is in it', () => {
  const kinds: readonly (readonly [title: string, make: () => DumpFile])[] = [
    ['custom', () => ({ path: dump('c.dump', '--format=custom'), kind: 'custom' })],
    ['directory', () => ({ path: dump('d.dir', '--format=directory'), kind: 'directory' })],
    ['tar', () => ({ path: dump('t.tar', '--format=tar'), kind: 'tar' })],
    ['plain', () => ({ path: dump('p.sql'), kind: 'plain' })],
    ['plain, with all that it begins with', () => ({ path: dump('all.sql', '--create', '--clean'), kind: 'plain' })],
    ['plain in gzip', () => ({ path: written('p.sql.gz', gzipSync(readFileSync(dump('p2.sql')))), kind: 'plain', packed: 'gzip' })],
    [
      'tar in zstd',
      () => ({ path: written('t.tar.zst', zstdCompressSync(readFileSync(dump('t2.tar', '-Ft')))), kind: 'tar', packed: 'zstd' }),
    ],
    ['custom, of the schema public alone', () => ({ path: dump('n.dump', '-Fc', '--schema=public', '--schema=audit'), kind: 'custom' })],
  ];
  test.each(kinds)('%s', async (_title, make) => {
    const { server, restored: made } = await restored(make());
    expect(await server.query(facts)).toEqual(await source.query(facts));
    expect(made.seconds.restore).toBeGreaterThan(0);
    expect(made.seconds.index).toBeGreaterThan(0);
    expect(await server.query('SELECT current_user = tableowner AS own FROM pg_tables WHERE tablename = $1', ['user_entity'])).toEqual([
      { own: true },
    ]);
    await server.place.close();
  });
});

describe('a dump that does not hold is told, and no row of it', () => {
  test('a foreign key whose rows are missing', async () => {
    const file = dump('no-parent.dump', '--format=custom', '--exclude-table-data=audit.parent');
    await expect(restored({ path: file, kind: 'custom' })).rejects.toMatchObject({
      name: 'RestoreFailed',
      problem: 'broken',
      stage: 'index',
      message: 'insert or update on table "child" violates foreign key constraint "child_id_fkey" (FK CONSTRAINT child child_id_fkey)',
    });
  });

  test('a plain dump that was cut', async () => {
    const whole = readFileSync(dump('whole.sql'), 'utf8');
    const cut = whole.slice(0, whole.indexOf('PostgreSQL database dump complete'));
    await expect(restored({ path: written('cut.sql', cut), kind: 'plain' })).rejects.toMatchObject({
      problem: 'broken',
      message: 'the line "PostgreSQL database dump complete" is not at its end',
    });
  });

  test('a row that is there twice, by its table and not by its value', async () => {
    const sql = `--\n-- PostgreSQL database dump\n--\nCREATE TABLE public.a (id text PRIMARY KEY);\nCOPY public.a (id) FROM stdin;\nsecret-alice\nsecret-alice\n\\.\n`;
    const failed = await restored({ path: written('twice.sql', sql), kind: 'plain' }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ problem: 'broken', message: 'duplicate key value violates unique constraint "a_pkey"' });
    expect(JSON.stringify(failed)).not.toContain('alice');
  });
});

describe('a plain dump is code', () => {
  let server: ScratchServer;
  beforeAll(async () => {
    server = await freshServer();
  });
  const hostile = (line: string): string => `--\n-- PostgreSQL database dump\n--\n${line}\n--\n-- PostgreSQL database dump complete\n--\n`;
  test.each([
    [String.raw`\! touch $FILE`, /^it holds the command \\! to psql, which pg_dump does not write$/],
    [String.raw`SELECT 1 \g | touch $FILE`, /^it holds the command \\g to psql, which pg_dump does not write$/],
    [`COPY (SELECT 1) TO PROGRAM 'touch $FILE';`, /superuser|permission denied/],
    [`COPY (SELECT 1) TO '$FILE';`, /superuser|permission denied/],
    ['SET ROLE postgres;', /^permission denied to set role "postgres"$/],
    ['CREATE FUNCTION f() RETURNS int LANGUAGE c AS $$libc$$, $$system$$;', /^permission denied for language c$/],
  ])('%s', async (line, message) => {
    const touched = join(folder, 'touched');
    const file = written('hostile.sql', hostile(line.replaceAll('$FILE', touched)));
    await expect(restoreDump(server, { path: file, kind: 'plain' }, { live, signal })).rejects.toMatchObject({
      name: 'RestoreFailed',
      message: expect.stringMatching(message) as unknown,
    });
    expect(readdirSync(folder)).not.toContain('touched');
  });
});

test('nobody is let in without their password, not even the superuser', async () => {
  const { socket, port, database, superuser, owner } = source;
  const withPassword = ({ name }: { readonly name: string }, password: string) =>
    withConnection({ socket, port, database, user: name, password, timeout: 10_000 }, signal, ({ query }) => query('SELECT 1 AS one'));
  for (const role of [superuser, owner]) {
    await expect(withPassword(role, 'wrong')).rejects.toMatchObject({ name: 'StatementFailed', code: '28P01' });
    expect(await withPassword(role, role.password)).toEqual([{ one: 1 }]);
  }
});

describe('nothing is restored into what is not scratch', () => {
  const file: DumpFile = { path: small, kind: 'custom' };
  let server: ScratchServer;
  beforeAll(async () => {
    server = await freshServer();
  });

  test('a database that holds something', async () => {
    await expect(restoreDump(source, file, { live, signal })).rejects.toThrow(
      /^The database is not empty: it has \d+ tables and the like\.$/,
    );
  });

  test('a server that is in use, by its system identifier', async () => {
    const inUse = { systemIdentifiers: [server.systemIdentifier] };
    await expect(restoreDump(server, file, { live: inUse, signal })).rejects.toThrow(/of a database that is in use\.$/);
  });

  test('a server whose socket is elsewhere', async () => {
    await expect(restoreDump({ ...server, socket: source.socket }, file, { live, signal })).rejects.toThrow(
      /is not in the gate's own folder/,
    );
  });

  test('a server that another one answers for', async () => {
    const other = { ...server, systemIdentifier: source.systemIdentifier };
    await expect(restoreDump(other, file, { live, signal })).rejects.toThrow(
      'The server that answers is not the one that the gate started.',
    );
  });
});
