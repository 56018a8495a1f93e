import { Environment } from '@keycloak-release-gate/core';
import type { CollectContext, EnvironmentDefinition, Judgement } from '@keycloak-release-gate/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cataloguedBackupsFresh } from '../src/backup/catalogue-fresh.ts';
import { cataloguedBackups } from '../src/backup/sources/catalogue.ts';
import { startScratchPostgres } from './scratch-postgres.ts';
import type { ScratchPostgres } from './scratch-postgres.ts';

const now = '2026-11-28T12:00:00.000Z';
const { check } = cataloguedBackupsFresh;
/** A name that ends a quoted one, were it put into SQL as it is. */
const hostile = 'x" FROM pg_authid; DROP TABLE ops.runs; --';
const quotedHostile = `"${hostile.replaceAll('"', '""')}"`;

let server: ScratchPostgres;
beforeAll(async () => {
  server = await startScratchPostgres();
  await server.sql('postgres', 'CREATE DATABASE keycloak');
  await server.sql(
    'keycloak',
    `CREATE ROLE gate LOGIN; CREATE ROLE stranger LOGIN; CREATE SCHEMA ops;
     CREATE TABLE ops.runs (name text, begun timestamptz, ended timestamptz, size bigint, result text, sum text, db text, local timestamp, ${quotedHostile} text);
     CREATE VIEW ops.zoned AS SELECT name, local AT TIME ZONE 'Europe/Brussels' AS ended FROM ops.runs;
     GRANT USAGE ON SCHEMA ops TO gate; GRANT SELECT ON ops.runs, ops.zoned TO gate`,
  );
});
afterEach(async () => {
  await server.sql('keycloak', 'TRUNCATE ops.runs');
});
afterAll(async () => server.close());

const insert = async (...rows: readonly string[]): Promise<void> => {
  await server.sql('keycloak', `SET timezone = 'UTC'; INSERT INTO ops.runs VALUES ${rows.join(', ')}`);
};
/** A row of a run that took ten minutes. */
const run = (name: string, hour: string, { result = 'done', size = '1000', db = 'keycloak' } = {}): string =>
  `('${name}', '2026-11-28T${hour}:00:00Z', '2026-11-28T${hour}:10:00Z', ${size}, '${result}', NULL, '${db}', '2026-11-28T${hour}:10:00', NULL)`;

const whole = {
  table: 'ops.runs',
  kind: 'logical',
  columns: { id: 'name', startedAt: 'begun', finishedAt: 'ended', bytes: 'size', state: 'result', sha256: 'sum', database: 'db' },
  good: ['done'],
} as const;
type Catalogue = NonNullable<NonNullable<EnvironmentDefinition['backups']>['catalogue']>;

/** Looks at the scratch server as the gate does, and judges what is seen. */
async function judged(catalogue: Catalogue = whole, { user = 'gate', own = false } = {}): Promise<Judgement> {
  const password = { secret: 'variable', name: 'PASSWORD' } as const;
  const there = { host: server.env['PGHOST'] ?? '', name: 'keycloak', user, password, tls: 'off' } as const;
  const environment = Environment.parse({
    id: 'test',
    title: 'Test',
    keycloak: { publicUrl: 'https://sso.example', adminUrl: 'https://sso.example', realms: ['master'] },
    gate: { admin: { realm: 'master', clientId: 'gate', secret: password } },
    // Nobody answers there: where the catalogue has a connection of its own, this one is not taken.
    database: own ? { ...there, host: '127.0.0.1', port: 1 } : there,
    backups: { catalogue: own ? { ...catalogue, connection: there } : catalogue },
  });
  const context: CollectContext<Record<never, never>> = {
    run: { suite: 'health', environment },
    signal: AbortSignal.timeout(20_000),
    looks: {},
    secret: () => 'unasked',
    stateFolder: '',
    conceal: () => undefined,
    attach: () => '',
    shared: async (_key, create) => create(),
  };
  const { value, gaps = [] } = await cataloguedBackups.collect({}, context);
  if (value === undefined) return { findings: [], gaps };
  const expected = check.expects.parse({ ...check.expected(context.run, undefined), warnAfterHours: 12, failAfterHours: 24 });
  const judgement = check.judge({ seen: cataloguedBackups.evidence.parse(value), live: undefined }, expected, { now });
  return { ...judgement, gaps: [...gaps, ...(judgement.gaps ?? [])] };
}
const codes = async (...asked: Parameters<typeof judged>): Promise<readonly string[]> => {
  const { findings, gaps = [] } = await judged(...asked);
  return [...findings.map(({ severity, code }) => `${severity} ${code}`), ...gaps.map(({ code }) => `gap ${code}`)];
};

test('the newest counts from its beginning, and others’ are passed over', async () => {
  await insert(run('monday', '01'), run('tuesday', '02'), run('of-sso', '11', { db: 'sso' }));
  const { findings, gaps, facts } = await judged();
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect(facts).toEqual([
    { name: 'backups in PostgreSQL, catalogue ops.runs', value: 2 },
    { name: 'newest sound backup', value: 'tuesday' },
    { name: 'kind', value: 'logical' },
    { name: 'age', value: 10, unit: 'h' },
    { name: 'size', value: 1000, unit: 'bytes' },
    { name: 'fingerprint', value: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
  ]);
});

test('in a database of its own', async () => {
  await insert(run('monday', '01'), run('tuesday', '02'));
  expect(await codes(whole, { own: true })).toEqual([]);
});

describe('what a row tells', () => {
  test('nothing', async () => expect(await codes()).toEqual(['fail backup/NONE_FOUND']));
  test('of another database alone', async () => {
    await insert(run('of-sso', '11', { db: 'sso' }));
    expect((await judged()).findings).toMatchObject([
      { code: 'backup/WRONG_DATABASE', message: 'PostgreSQL, catalogue ops.runs has backups of sso and none of "keycloak".' },
    ]);
  });
  test('of others more than are read', async () => {
    await insert(
      run('monday', '01'),
      run('tuesday', '02'),
      ...Array.from({ length: 120 }, (_, index) => run(`of-sso-${index}`, '11', { db: 'sso' })),
    );
    expect(await codes()).toEqual([]);
  });
  test('that it failed', async () => {
    await insert(run('monday', '01'), run('tuesday', '02'), run('noon', '11', { result: 'disk \u001b[2J full' }));
    expect((await judged()).findings).toMatchObject([
      {
        code: 'backup/LAST_RUN_FAILED',
        severity: 'warn',
        message: 'noon of PostgreSQL, catalogue ops.runs failed at 2026-11-28T11:10:00.000Z: its state is "disk  [2J full".',
      },
    ]);
  });
  test('that it has no end', async () => {
    await insert(`('first', '2026-11-28T11:00:00Z', NULL, NULL, 'begun', NULL, 'keycloak', NULL, NULL)`);
    expect(await codes()).toEqual(['gap backup/IN_PROGRESS_ONLY']);
    // Runs that died do not crowd out what came to its end.
    await insert(
      run('monday', '01'),
      run('tuesday', '02'),
      ...Array.from(
        { length: 150 },
        (_, index) => `('dead-${index}', '2026-11-28T11:00:00Z', NULL, NULL, 'begun', NULL, 'keycloak', NULL, NULL)`,
      ),
    );
    expect(await codes()).toEqual([]);
  });
  test('that it is too old, or ahead of the clock', async () => {
    await insert(run('monday', '01').replaceAll('11-28', '11-27'), run('tuesday', '02').replaceAll('11-28', '11-27'));
    expect(await codes()).toEqual(['fail backup/STALE']);
    await insert(run('ahead', '13'));
    expect(await codes()).toEqual(['fail backup/FUTURE_DATED']);
  });
  test('that it is half as large as usual', async () => {
    await insert(run('a', '01'), run('b', '02'), run('c', '03', { size: '400' }));
    expect(await codes()).toEqual(['fail backup/SIZE_DROP']);
  });
  test.each([
    [
      'a name that a terminal obeys',
      run('monday', '01').replace("'monday'", "E'\\x1b[2J'"),
      /row 1 of the newest, id: no control characters/,
    ],
    ['a name without end', run('monday', '01').replace("'monday'", "repeat('x', 100000)"), /row 1 of the newest, id: Too big/],
    ['no name', run('monday', '01').replace("'monday'", 'NULL'), /row 1 of the newest, id: /],
    ['fewer than no bytes', run('monday', '01', { size: '-1' }), /row 1 of the newest, bytes: /],
    ['no moment', run('monday', '01').replace('2026-11-28T01:10:00Z', 'infinity'), /row 1 of the newest, finishedAt: /],
    [
      'a moment that no calendar has',
      run('monday', '01').replace('2026-11-28T01:10:00Z', '294000-01-01'),
      /row 1 of the newest, finishedAt: /,
    ],
    ['one name twice', `${run('monday', '01')}, ${run('monday', '02')}`, /two backups have the id "monday"/],
  ])('%s', async (_what, rows, reason) => {
    await insert(rows);
    expect((await judged()).gaps).toMatchObject([{ code: 'backup/LIST_UNREADABLE', reason: expect.stringMatching(reason) as unknown }]);
  });
  test('no state, where no column says it', async () => {
    await insert(run('monday', '01', { result: 'whatever' }), run('tuesday', '02', { result: 'whatever' }));
    const { table, kind } = whole;
    const catalogue = { table, kind, columns: { id: 'name', startedAt: 'begun', finishedAt: 'ended' } };
    expect(await codes(catalogue)).toEqual([]);
    await server.sql('keycloak', 'UPDATE ops.runs SET ended = NULL');
    expect(await codes(catalogue)).toEqual(['gap backup/IN_PROGRESS_ONLY']);
  });
});

describe('what cannot be read', () => {
  const ended = (table: string, finishedAt: string): Catalogue => ({ table, kind: 'physical', columns: { id: 'name', finishedAt } });
  test('a time without a zone; through a view that says it, it can', async () => {
    await insert(run('monday', '01'), run('tuesday', '02'));
    expect((await judged(ended('ops.runs', 'local'))).gaps).toMatchObject([
      {
        code: 'backup/TIME_AMBIGUOUS',
        reason:
          'The column local of ops.runs is of the type timestamp without time zone, which has no time zone: which moment it means, nobody knows.',
        remedy: expect.stringContaining(`"local" AT TIME ZONE 'Europe/Brussels'`) as unknown,
      },
    ]);
    const { findings, gaps, facts } = await judged(ended('ops.zoned', 'ended'));
    expect({ findings, gaps, age: facts?.find(({ name }) => name === 'age')?.value }).toEqual({ findings: [], gaps: [], age: 10.8 });
  });
  test('no such table, no such column', async () => {
    expect((await judged(ended('ops.Runs', 'ended'))).gaps).toMatchObject([
      { code: 'backup/SOURCE_UNREACHABLE', reason: 'The database "keycloak" has no table or view ops.Runs.' },
    ]);
    expect((await judged(ended('ops.runs', 'Ended'))).gaps).toMatchObject([
      { code: 'backup/SOURCE_UNREACHABLE', reason: 'ops.runs has no column "Ended".' },
    ]);
  });
  test('no right: what gives it, does', async () => {
    await insert(run('monday', '01'), run('tuesday', '02'));
    const [gap] = (await judged(whole, { user: 'stranger' })).gaps ?? [];
    expect(gap).toMatchObject({
      code: 'database/NOT_ALLOWED',
      reason: 'The database user "stranger" may not read name, ended, begun, size, result, sum, db of ops.runs.',
    });
    await server.sql('keycloak', gap?.remedy.replace(/^As its owner \(postgres\): /, '') ?? '');
    expect(await codes(whole, { user: 'stranger' })).toEqual([]);
  });
});

test('a name is only a name, whatever is in it', async () => {
  await insert(run('monday', '01'), run('tuesday', '02'));
  const { findings, gaps } = await judged({ ...whole, columns: { ...whole.columns, sha256: hostile } });
  expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
  expect((await server.sql('keycloak', 'SELECT count(*) FROM ops.runs')).trim()).toBe('2');
});
