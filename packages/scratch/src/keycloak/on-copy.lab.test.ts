import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { databaseTemplate, keycloakBuild, provideTools } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlace } from '../place.ts';
import type { ScratchPlace } from '../place.ts';
import { findPostgresTools } from '../postgres-tools.ts';
import { restoreDump } from '../restore.ts';
import { startScratchServer } from '../server.ts';
import type { ScratchServer } from '../server.ts';
import { bootOnCopy } from './boot.ts';
import { digestTables } from './digest.ts';
import { forecastMigration } from './forecast.ts';
import { keycloakHome } from './home.ts';
import type { KeycloakHome } from './home.ts';
import { NotReady, startKeycloak } from './keycloak-on-copy.ts';
import { rehearseMigration } from './rehearsal.ts';

const signal = AbortSignal.timeout(1_200_000);
const homes = mkdtempSync(join(tmpdir(), 'homes-test-'));
const places: ScratchPlace[] = [];
let dump = '';
afterAll(async () => {
  for (const place of places) await place.close();
  rmSync(homes, { recursive: true, force: true });
});

/** The programs of the versions, in folders as an environment names them; and a database of the first. */
beforeAll(async () => {
  const tools = await provideTools(() => undefined, signal);
  for (const version of ['26.4.0', '26.4.2', '26.7.4']) {
    const build = await keycloakBuild({ version, ...tools, signal });
    symlinkSync(build.directory, join(homes, version));
    if (version === '26.4.0') ({ dump } = await databaseTemplate(tools, build, signal));
  }
});

const home = (version: string): Promise<KeycloakHome> => keycloakHome(join(homes, '{version}'), version, process.env);

/** A scratch server with an empty database. */
async function scratch(): Promise<ScratchServer> {
  const place = await openPlace(signal);
  places.push(place);
  const tools = await findPostgresTools();
  if (!tools) throw new Error('There is no PostgreSQL.');
  return startScratchServer(place, tools, signal);
}

/** The lab's database of 26.4.0, restored. */
async function copy(): Promise<ScratchServer> {
  const server = await scratch();
  await restoreDump(server, { path: dump, kind: 'custom' }, { live: { systemIdentifiers: [] }, signal });
  return server;
}

/** Every file of a home: its size and its times. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.map((name) => [name, `${statSync(name).size} ${statSync(name).mtimeMs}`]));
}

const yes = { ok: true, why: null };
const aHash: unknown = expect.stringMatching(/^[\da-f]{64}$/);
const aNumber: unknown = expect.any(Number);

test('the old version starts on the restored copy, people log in, and its home is as before', async () => {
  const server = await copy();
  const old = await home('26.4.0');
  const before = filesOf(`${old.folder}/`);
  // A node of production, which a dump of a running cluster names, and a directory that production reads every hour.
  await server.query(
    `INSERT INTO jgroups_ping (address, name, cluster_name, ip, coord) VALUES ('a', 'node', 'ISPN', '192.0.2.1:7800', true)`,
  );
  await server.query(`INSERT INTO component (id, name, realm_id) SELECT 'ldap', 'ldap', id FROM realm WHERE name = 'lab'`);
  await server.query(`INSERT INTO component_config (id, component_id, name, value) VALUES ('period', 'ldap', 'fullSyncPeriod', '3600')`);
  const realm = (name: string): object => ({ realm: name, discovery: yes, page: yes, login: yes });
  expect(await bootOnCopy(server, old, signal, { quick: true })).toEqual({
    version: '26.4.0',
    ready: yes,
    seconds: aNumber,
    loggedIn: yes,
    realms: [realm('lab'), realm('lab-idp'), realm('master')],
    realmsNotTried: 0,
  });
  expect(filesOf(`${old.folder}/`)).toEqual(before);
  expect(
    await server.query('SELECT (SELECT count(*)::int FROM jgroups_ping) AS nodes, value FROM component_config WHERE id = $1', ['period']),
  ).toEqual([{ nodes: 0, value: '-1' }]);
});

test('a forecast and the rehearsal of a pair that is harmless', async () => {
  const server = await copy();
  const before = await digestTables(server, 'public');
  const forecast = await forecastMigration(server, await home('26.7.4'), signal, { large: 10 });
  expect(forecast).toMatchObject({
    kind: 'migration',
    sha256: aHash,
    summary: { statements: 91, changeSets: 45 },
    largeIndexBuilds: [{ index: 'idx_user_created_timestamp', table: 'user_entity', rows: aNumber }],
    databaseUnchanged: true,
  });
  expect(forecast.kind === 'migration' && forecast.sql).toContain('CREATE TABLE public.ORG_INVITATION');
  expect(await digestTables(server, 'public')).toEqual(before);

  const rehearsal = await rehearseMigration(server, { from: await home('26.4.0'), to: await home('26.4.2') }, signal, {
    budgetSeconds: 600,
    quick: true,
  });
  expect(rehearsal).toEqual({
    from: '26.4.0',
    to: '26.4.2',
    touchedRealm: 'lab',
    migration: {
      ready: yes,
      secondsToReady: aNumber,
      secondsOfMigration: 0,
      budgetSeconds: 600,
      withinBudget: true,
      models: [],
      changes: [
        {
          table: 'migration_model',
          kind: 'altered',
          rowsBefore: 1,
          rowsAfter: 2,
          sameContent: false,
          sameDefinition: true,
          hashBefore: aHash,
          hashAfter: aHash,
        },
      ],
      onlyBookkeeping: true,
    },
    onNew: {
      administrator: yes,
      user: yes,
      realmTouched: yes,
      userMadeInTouchedRealm: yes,
      realmBorn: yes,
      userInBornRealm: yes,
    },
    onOld: {
      ready: yes,
      secondsToReady: aNumber,
      administrator: yes,
      user: yes,
      userWhoStayedAway: yes,
      userMadeInTouchedRealm: yes,
      userInBornRealm: yes,
      pages: ['lab', 'lab-idp', 'master'].map((realm) => ({ realm, page: yes })),
      realmsNotTried: 0,
      pageOfBornRealm: yes,
      bornRealmExported: yes,
      bornRealmDeleted: yes,
    },
  });
});

test('a start that fails is told by its first error, and leaves nothing running', async () => {
  const server = await scratch();
  const keycloak = await startKeycloak(
    server,
    await home('26.4.0'),
    { within: 60, schema: 'public', arguments: ['--nothing-of-the-kind=1'] },
    signal,
  );
  await expect(keycloak.ready()).rejects.toThrow(NotReady);
  await expect(keycloak.ready()).rejects.toThrow(/^Keycloak 26\.4\.0 ended after \d+ s: Unknown option/);

  const abandoned = await startKeycloak(server, await home('26.4.0'), { within: 60, schema: 'public' }, signal);
  await expect.poll(() => abandoned.log(), { timeout: 30_000 }).not.toBe('');
  await server.place.close();
  expect(await abandoned.ended).toEqual({ code: null, signal: 'SIGKILL' });
  const left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(server.place.folder));
  expect(left).toEqual([]);
});

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test('a copy with change sets of a provider that the home does not have is refused', async () => {
  const server = await scratch();
  await server.query('CREATE TABLE migration_model (version text)');
  await server.query('CREATE TABLE databasechangelog_acme (id text)');
  const [from, to] = [await home('26.4.0'), await home('26.7.4')];
  for (const attempt of [
    () => bootOnCopy(server, from, signal),
    () => forecastMigration(server, to, signal),
    () => rehearseMigration(server, { from, to }, signal),
  ]) {
    const error: unknown = await attempt().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ problems: [{ code: 'KEYCLOAK_WITHOUT_PROVIDERS', where: 'backups.restore.keycloak' }] });
  }
  // Another provider than the one whose change sets these are does not make up for it.
  await server.query('ALTER TABLE databasechangelog_acme ADD filename text');
  const themed = { ...to, providers: ['theme.jar'] };
  const why = (): Promise<unknown> => forecastMigration(server, themed, signal).catch((thrown: unknown) => thrown);
  expect(await why()).toMatchObject({ problems: [{ message: expect.stringContaining('databasechangelog_acme is empty') as unknown }] });
  await server.query(`INSERT INTO databasechangelog_acme VALUES ('one', 'META-INF/acme.xml')`);
  expect(await why()).toMatchObject({
    problems: [
      { code: 'KEYCLOAK_OTHER_PROVIDERS', message: expect.stringContaining('come from META-INF/acme.xml, which no provider') as unknown },
    ],
  });
});

test('a copy that is no database of Keycloak', async () => {
  const server = await scratch();
  expect(await bootOnCopy(server, await home('26.4.0'), signal)).toMatchObject({
    ready: { ok: false },
    seconds: null,
    loggedIn: { ok: null },
  });
  expect(await forecastMigration(server, await home('26.7.4'), signal)).toMatchObject({ kind: 'failed' });
  await expect(rehearseMigration(server, { from: await home('26.4.0'), to: await home('26.7.4') }, signal)).rejects.toThrow(
    'no database of Keycloak',
  );
});
