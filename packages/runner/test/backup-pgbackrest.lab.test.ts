import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { archiving, openDatabaseServer, openPgBackRest, providePrograms, provideTools } from '@keycloak-release-gate/lab';
import type { DatabaseServer, PgBackRest } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environment, verify } from './run-program.ts';

const signal = AbortSignal.timeout(600_000);
let live: DatabaseServer;
let other: DatabaseServer;
let repository: PgBackRest;
let strange: PgBackRest;

beforeAll(async () => {
  const [tools, { pgbackrest: program }] = await Promise.all([
    provideTools(() => undefined, signal),
    providePrograms(['pgbackrest', 'jq'], signal),
  ]);
  const wanted = { tools, version: '26.4.0', settings: archiving, initialised: ['--data-checksums'], signal };
  [live, other] = await Promise.all([openDatabaseServer(wanted), openDatabaseServer(wanted)]);
  [repository, strange] = await Promise.all([
    openPgBackRest(live, program, 'keycloak', signal),
    openPgBackRest(other, program, 'strange', signal),
  ]);
});
afterAll(async () => {
  await live?.dispose();
  await other?.dispose();
});

interface Checked {
  readonly exitCode: number;
  readonly checks: readonly {
    readonly findings: readonly { readonly code: string; readonly severity: string; readonly message: string; readonly subject: string }[];
    readonly gaps: readonly { readonly code: string; readonly reason: string }[];
    readonly facts?: readonly { readonly name: string; readonly value: unknown }[];
  }[];
}

/** `verify backup check`, of the live database and a stanza of pgBackRest. */
async function check({ of = repository, limits = '', more = '', database = live } = {}) {
  const declared = environment(
    `backups: { pgbackrest: { stanza: '${of.stanza}', config: '${of.config}'${more} }${limits} },
     database: { host: '${database.server.host}', port: ${database.server.port}, name: 'keycloak', user: 'gate', password: secret.variable('TEST_DATABASE_PASSWORD'), tls: 'off' }`,
  );
  const { exitCode, out, err } = await verify(
    ['backup', 'check', '--env', 'one', '--json'],
    { environment: declared },
    {
      TEST_GATE_SECRET: 'long-enough-secret',
      TEST_DATABASE_PASSWORD: database.passwords.gate,
    },
  );
  if (out === '') throw new Error(err);
  const [judged] = (JSON.parse(out) as Checked).checks;
  // That there is only one backup is a warning, which is told beside the rest here.
  const others = judged?.findings.filter(({ code }) => code !== 'backup/ONLY_ONE') ?? [];
  return {
    exitCode,
    findings: others.map(({ severity, code }) => `${severity} ${code}`),
    gaps: judged?.gaps.map(({ code }) => code) ?? [],
    messages: [...others.map(({ message }) => message), ...(judged?.gaps.map(({ reason }) => reason) ?? [])],
    facts: Object.fromEntries(judged?.facts?.map(({ name, value }) => [name, value]) ?? []),
  };
}

const good = { exitCode: 0, findings: [], gaps: [], messages: [] };
const statistics = async (column: string): Promise<string> => (await live.sql(`SELECT ${column} FROM pg_stat_archiver`)).trim();

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await what()); await delay(50))
    if (Date.now() > deadline) throw new Error('It did not come to that.');
}

/** Writes something that a restore would have to bring back, and has the segment archived. */
const writeAndSwitch = async (): Promise<void> => {
  await live.sql(
    'CREATE TABLE IF NOT EXISTS more AS SELECT 1 AS a; INSERT INTO more SELECT generate_series(1, 1000); SELECT pg_switch_wal()',
  );
};

describe('a stanza without a backup', () => {
  test('is told', async () =>
    expect(await check()).toMatchObject({
      exitCode: 1,
      findings: ['fail backup/NONE_FOUND'],
      messages: ['pgBackRest, stanza keycloak has no backup.'],
    }));

  test('while the first one is taken, and when it was killed', async () => {
    // Without a checkpoint at once, it waits for one that takes its time.
    await live.sql('CREATE TABLE waits AS SELECT generate_series(1, 200000) AS a');
    const taking = repository.start('backup', '--type=full');
    try {
      await until(async () => (await check()).gaps.includes('backup/IN_PROGRESS_ONLY'));
    } finally {
      process.kill(-(taking.pid ?? 0), 'SIGKILL');
      await once(taking, 'exit');
    }
    await until(async () => (await check()).gaps.length === 0);
    expect((await check()).findings).toEqual(['fail backup/NONE_FOUND']);
    // The server notices only at the end of the checkpoint that its client waited for, and lets no other backup begin before.
    await live.sql('CHECKPOINT');
    await until(
      async () => (await live.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'pgBackRest%'")).trim() === '0',
    );
  });
});

describe('a sound backup', () => {
  beforeAll(async () => {
    await Promise.all([repository.run('backup', '--type=full', '--start-fast'), strange.run('backup', '--type=full', '--start-fast')]);
    await writeAndSwitch();
  });

  test('passes, with what a restore would bring back', async () => {
    const { facts, ...judged } = await check();
    expect(judged).toEqual(good);
    expect(facts).toMatchObject({ 'backups in pgBackRest, stanza keycloak': 1, kind: 'physical', PostgreSQL: '15' });
    expect(facts['newest segment in the archive']).toMatch(/^[0-9A-F]{24}$/);
  });

  test('stands in the list', async () => {
    const declared = environment(`backups: { pgbackrest: { stanza: 'keycloak', config: '${repository.config}' } }`);
    const { exitCode, out } = await verify(['backup', 'list', '--env', 'one', '--json'], { environment: declared });
    const { backups } = JSON.parse(out) as { backups: object[] };
    expect(exitCode).toBe(0);
    expect(backups).toMatchObject([
      { source: 'pgBackRest, stanza keycloak', kind: 'physical', state: 'complete', manifest: false, drill: null },
    ]);
  });

  test('of another cluster', async () => {
    const { findings, messages } = await check({ of: strange });
    expect(findings).toContain('fail backup/WRONG_SYSTEM_ID');
    expect(messages[0]).toMatch(/^pgBackRest, stanza strange is of the cluster \d{19}; Keycloak's database is in the cluster \d{19}\.$/);
  });

  test('too old', async () =>
    expect(await check({ limits: ', warnAfterHours: 0.00001, failAfterHours: 0.00002' })).toMatchObject({
      exitCode: 1,
      findings: ['fail backup/STALE'],
    }));

  test('of a stanza that nobody knows', async () => {
    const { exitCode, gaps, messages } = await check({ of: { ...repository, stanza: 'nobody' } });
    expect({ exitCode, gaps }).toEqual({ exitCode: 3, gaps: ['backup/SOURCE_UNREACHABLE'] });
    expect(messages).toEqual(['pgBackRest, stanza nobody: missing stanza path (status 1).']);
  });

  test.each([
    ['is not installed', "['no-such-pgbackrest']", '`no-such-pgbackrest info` is not installed here.'],
    ['fails', "['sh', '-c', 'echo no permission >&2; exit 3', 'pgbackrest']", 'ended with exit code 3: no permission.'],
    ['prints something else', "['sh', '-c', 'echo [1', 'pgbackrest']", 'is not understood: what it printed is not JSON.'],
  ])('of a program that %s', async (_name, command, message) => {
    const { exitCode, messages } = await check({ more: `, command: ${command}` });
    expect(exitCode).toBe(3);
    expect(messages[0]).toContain(message);
  });

  test('without its database, it cannot be told how far the archive is', async () => {
    const declared = environment(`backups: { pgbackrest: { stanza: 'keycloak', config: '${repository.config}' } }`);
    expect(await verify(['backup', 'check', '--env', 'one'], { environment: declared })).toMatchObject({ exitCode: 3 });
  });
});

describe('an archive that', () => {
  const soon = ', walWarnMinutes: 0.0001, walFailMinutes: 0.0002';

  test('a command leads elsewhere', async () => {
    await repository.archiveBy('/bin/true');
    const before = await statistics('archived_count');
    await writeAndSwitch();
    await until(async () => (await statistics('archived_count')) !== before);
    const { exitCode, findings, messages } = await check();
    expect({ exitCode, findings }).toEqual({ exitCode: 1, findings: ['fail backup/WAL_GAP'] });
    expect(messages[0]).toMatch(
      /^The server takes the segments through [0-9A-F]{24} for archived \(at .*\); the archive of pgBackRest, stanza keycloak holds them through [0-9A-F]{24}\.$/,
    );
  });

  test('nothing reaches any more', async () => {
    await repository.archiveBy('/bin/false');
    await writeAndSwitch();
    await until(async () => (await statistics('last_failed_time > last_archived_time')) === 't');
    const { findings, messages } = await check({ limits: soon });
    expect(findings).toContain('fail backup/WAL_LAG');
    expect(messages.join()).toMatch(/archiving [0-9A-F]{24} failed at /);
  });

  test('reaches again, with a backup after the gap', async () => {
    await repository.archiveBy();
    await until(async () => (await statistics('last_archived_time > last_failed_time')) === 't');
    await repository.run('backup', '--type=full', '--start-fast');
    await writeAndSwitch();
    expect(await check()).toMatchObject(good);
  });

  test('nothing had to reach for long is in time', async () => {
    await live.sql('CHECKPOINT; SELECT pg_switch_wal()');
    await until(async () => (await live.sql("SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'")).trim() === '0');
    expect(await check({ limits: soon })).toMatchObject(good);
  });
});

test('a damaged page is told, and who keeps the backup before it', async () => {
  await live.sql('CREATE TABLE junk AS SELECT generate_series(1, 20000) AS a; CHECKPOINT');
  const file = join(live.folder, 'database', 'data', (await live.sql("SELECT pg_relation_filepath('junk')")).trim());
  // Two pages into the table; the server itself does not read it again.
  const table = openSync(file, 'r+');
  writeSync(table, Buffer.from('damage'), 0, 6, 2 * 8192 + 4000);
  closeSync(table);
  expect(readFileSync(file).includes('damage')).toBe(true);
  await repository.run('backup', '--type=full', '--start-fast');
  const { exitCode, findings, messages } = await check();
  expect({ exitCode, findings }).toEqual({ exitCode: 1, findings: ['fail backup/PAGE_CHECKSUM_ERRORS'] });
  expect(messages[0]).toMatch(
    /^pgBackRest, stanza keycloak found the database damaged while it took \d{8}-\d{6}F at .*: pages with a wrong checksum\.$/,
  );
});

test('a catalogue in a database of its own', async () => {
  await live.sql(`CREATE SCHEMA ops; CREATE TABLE ops.runs AS
    SELECT 'nightly-' || n AS name, now() - n * interval '1 hour' AS ended, 'done' AS result FROM generate_series(1, 2) AS n;
    GRANT USAGE ON SCHEMA ops TO gate; GRANT SELECT ON ops.runs TO gate`);
  const { host, port } = live.server;
  const declared = environment(
    `backups: { catalogue: {
       table: 'ops.runs', kind: 'physical', columns: { id: 'name', finishedAt: 'ended', state: 'result' }, good: ['done'],
       connection: { host: '${host}', port: ${port}, name: 'keycloak', user: 'gate', password: secret.variable('TEST_CATALOGUE_PASSWORD'), tls: 'off' },
     }, restore: { hosts: ['${hostname()}'] } }`,
  );
  const secrets = { TEST_GATE_SECRET: 'long-enough-secret', TEST_CATALOGUE_PASSWORD: live.passwords.gate };
  expect(await verify(['backup', 'check', '--env', 'one'], { environment: declared }, secrets)).toMatchObject({ exitCode: 0 });
  const { out } = await verify(['backup', 'list', '--env', 'one'], { environment: declared }, secrets);
  expect(out).toMatch(/nightly-1 [\s\S]*nightly-2 /);
  const drilled = await verify(['backup', 'drill', '--env', 'one', '--json'], { environment: declared }, secrets);
  expect(drilled.exitCode).toBe(3);
  expect(JSON.parse(drilled.out)).toMatchObject({ gaps: [{ code: 'backup/RESTORED_BY_ITS_OPERATOR_ALONE' }], drill: null });
});
