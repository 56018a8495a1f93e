import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keycloakBuild, provideTools } from '@keycloak-release-gate/lab';
import { expect, onTestFinished, test } from 'vitest';
import { openPlace } from '../place.ts';
import { findPostgresTools } from '../postgres-tools.ts';
import { startScratchServer } from '../server.ts';
import { keycloakHome } from './home.ts';
import type { KeycloakHome } from './home.ts';
import { startKeycloak } from './keycloak-on-copy.ts';
import { rehearseMigration } from './rehearsal.ts';

const signal = AbortSignal.timeout(1_200_000);
const homes = mkdtempSync(join(tmpdir(), 'homes-test-'));
const yes = { ok: true, why: null };

/** The programs of a version, in a folder as an environment names it. */
async function home(version: string): Promise<KeycloakHome> {
  const build = await keycloakBuild({ version, ...(await provideTools(() => undefined, signal)), signal });
  symlinkSync(build.directory, join(homes, version));
  return keycloakHome(join(homes, '{version}'), version, process.env);
}

test('the rehearsal of a pair that locks out whoever logged in on the new version', async () => {
  const place = await openPlace(signal);
  onTestFinished(async () => {
    await place.close();
    rmSync(homes, { recursive: true, force: true });
  });
  const tools = await findPostgresTools();
  if (!tools) throw new Error('There is no PostgreSQL.');
  const server = await startScratchServer(place, tools, signal);
  const old = await home('24.0.5');
  // Its own first start makes the database.
  const first = await startKeycloak(server, old, { within: 300, schema: 'public', quick: true }, signal);
  await first.ready();
  await first.stop();

  const { migration, onNew, onOld } = await rehearseMigration(server, { from: old, to: await home('26.7.4') }, signal, {
    budgetSeconds: 1,
    quick: true,
  });
  expect(migration).toMatchObject({ ready: yes, withinBudget: false, onlyBookkeeping: false });
  expect(migration.models).toEqual(['25.0.0', '26.0.0', '26.1.0', '26.2.0', '26.3.0', '26.4.0', '26.4.3', '26.6.1', '26.6.2', '26.7.0']);
  expect(migration.secondsOfMigration).toBeGreaterThan(0);
  expect(migration.changes.find(({ table }) => table === 'databasechangelog')).toMatchObject({ rowsBefore: 124, rowsAfter: 210 });
  expect(new Set(Object.values(onNew ?? {}))).toEqual(new Set([yes]));
  expect(onOld).toMatchObject({
    ready: yes,
    administrator: { ok: false, why: '401 Invalid user credentials' },
    user: { ok: false, why: 'Invalid username or password.' },
    // As long as one looks no further, all is well.
    userWhoStayedAway: yes,
    userMadeInTouchedRealm: { ok: false },
    pageOfBornRealm: { ok: false },
    bornRealmDeleted: { ok: null },
  });
});
