import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupManifest } from '@keycloak-release-gate/checks';
import { down, up } from '@keycloak-release-gate/lab';
import type { Lab } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withChangedScenarios } from './lab/changed-scenarios.ts';
import { labTold } from './lab/told.ts';
import { told, verify, verifyLab } from './lab/verify.ts';
import type { Verified } from './lab/verify.ts';

const name = `circle-${process.pid}`;
const reports = mkdtempSync(join(tmpdir(), 'verify-circle-'));
const place = { lab: name, reports };
let lab: Lab;

beforeAll(async () => {
  lab = await up({ name, version: '24.0.5', progress: labTold });
});

afterAll(async () => {
  await down({ name, progress: labTold });
  rmSync(reports, { recursive: true });
});

/** What may never be another one after the way back: who may log in, with what, for how long. */
const sessionPolicy = `SELECT id, sso_idle_timeout, sso_max_lifespan, access_token_lifespan, offline_session_idle_timeout, password_policy FROM realm ORDER BY id`;

test('a dump with its manifest, an upgrade from 24.0.5 to 26.7.4, damage, plan B: all is as it was', async () => {
  const changes = { file: 'releases/lab-26.7.4.ts', from: "from: '26.4.0'", to: "from: '24.0.5'" };
  await withChangedScenarios(changes, async (scenarios) => {
    const suite = (id: string, ...more: string[]): Promise<Verified> =>
      verifyLab(place, ['--scenarios', scenarios, '--suite', id, '--release', 'lab-26.7.4', ...more]);
    const passes = async (id: string): Promise<void> => {
      const run = await suite(id);
      expect(run.exitCode, `${id}\n${told(run.record)}`).toBe(0);
    };
    const manifest = await dumpWithManifest();
    const policy = await lab.sql(sessionPolicy);
    const drill = await verify(['backup', 'drill', '--env', 'lab', '--lab', name, '--reports', reports, '--level', 'L5']);
    expect(drill.exitCode, `${drill.stdout}\n${drill.stderr}`).toBe(0);
    await passes('pre-release');
    await lab.deploy('26.7.4');
    await damage();

    await lab.rollback('a');
    // Nobody is logged in here: a user who is gone would count as refused.
    const afterPlanA = await suite('post-rollback', '--only', 'database');
    expect(afterPlanA.exitCode, told(afterPlanA.record)).toBe(1);
    expect(afterPlanA.record.results.flatMap(({ findings }) => findings.map(({ code }) => code))).toContain(
      'database/DATABASE_NOT_RESTORED',
    );

    await lab.rollback('b', { until: 'scaled-down' });
    await passes('pre-restore');
    await lab.rollback('b', { dump: join(lab.folder.backups, manifest.file), until: 'restored' });
    // Before anybody writes into it: row by row what was counted in the snapshot that was dumped.
    const tables = ['realm', 'client', 'keycloak_role', 'user_entity', 'credential', 'user_role_mapping', 'databasechangelog'];
    expect(await rowsOf(tables)).toEqual(Object.fromEntries(tables.map((table) => [table, manifest.counts[table]])));
    expect(await lab.sql(sessionPolicy)).toEqual(policy);
    await lab.rollback('b', { dump: join(lab.folder.backups, manifest.file) });
    await passes('post-rollback');
  });
});

/** The command that DevOps puts into the backup job. */
async function dumpWithManifest(): Promise<BackupManifest> {
  const { LAB_DATABASE_HOST = '', LAB_DATABASE_PORT = '', LAB_DATABASE_NAME = '' } = lab.variables();
  const connection = { PGHOST: LAB_DATABASE_HOST, PGPORT: LAB_DATABASE_PORT, PGDATABASE: LAB_DATABASE_NAME, PGUSER: 'keycloak' };
  const { exitCode, stderr } = await verify(['backup', 'dump', '--output', lab.folder.backups], {
    env: { ...connection, PGPASSWORD: lab.state.passwords.keycloak },
  });
  expect(exitCode, stderr).toBe(0);
  const [newest = ''] = readdirSync(lab.folder.backups)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .toReversed();
  return BackupManifest.parse(JSON.parse(readFileSync(join(lab.folder.backups, newest), 'utf8')));
}

/** What a bad release may do to the data: a client and users are gone, sessions live for another time. */
async function damage(): Promise<void> {
  await lab.keycloakAdmin(`/realms/lab/clients/${await idOf('client', "client_id = 'lab-express-local'")}`, { method: 'DELETE' });
  await lab.keycloakAdmin(`/realms/lab/users/${await idOf('user_entity', "username = 'apache-user'")}`, { method: 'DELETE' });
  await lab.keycloakAdmin('/realms/lab', { method: 'PUT', body: { ssoSessionIdleTimeout: 60 } });
}

async function idOf(table: string, where: string): Promise<string> {
  const [row] = await lab.sql(`SELECT id FROM ${table} WHERE ${where}`);
  if (!row) throw new Error(`No ${table} where ${where}.`);
  return String(row['id']);
}

async function rowsOf(tables: readonly string[]): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const table of tables) counted[table] = Number((await lab.sql(`SELECT count(*)::int AS count FROM ${table}`))[0]?.['count']);
  return counted;
}
