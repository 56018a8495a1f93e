import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { keycloakBuild, openDatabaseServer, provideTools } from '@keycloak-release-gate/lab';
import type { DatabaseServer } from '@keycloak-release-gate/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leftIn, orphanedSharedMemory, settled } from '../../scratch/test/killed.ts';
import { environment, place, program, verify } from './run-program.ts';

const version = '26.4.0';
const signal = AbortSignal.timeout(1_800_000);
const work = mkdtempSync(join(tmpdir(), 'drill-killed-'));
/** The folder for temporary files of the program: what is left is left there. */
const base = join(work, 'temporary');
const directory = join(work, 'backups');
const homes = join(work, 'homes');
const reports = join(work, 'reports');
const own = join(place, 'killed');
let server: DatabaseServer;

beforeAll(async () => {
  const tools = await provideTools(() => undefined, signal);
  // Vacuuming commits too.
  server = await openDatabaseServer({ tools, version, signal, settings: ['autovacuum=off'] });
  chmodSync(work, 0o711);
  for (const folder of [base, directory, homes, join(own, 'scenarios/environments')]) mkdirSync(folder, { recursive: true });
  chmodSync(base, 0o711);
  symlinkSync((await keycloakBuild({ version, ...tools, signal })).directory, join(homes, version));
  writeFileSync(join(own, 'scenarios/environments/one.ts'), scenarios());
  const { host, port } = server.server;
  const asOwner = { PGHOST: host, PGPORT: String(port), PGDATABASE: 'keycloak', PGUSER: 'keycloak', PGPASSWORD: server.passwords.keycloak };
  const { exitCode, err } = await verify(['backup', 'dump', '--output', directory], {}, asOwner);
  if (exitCode !== 0) throw new Error(err);
});
afterAll(async () => {
  await server?.dispose();
  rmSync(work, { recursive: true, force: true });
});

const scenarios = (): string =>
  environment(
    `backups: { directory: '${directory}', restore: { hosts: ['${hostname()}'], keycloak: '${homes}/{version}' } },
     database: { host: '${server.server.host}', port: ${server.server.port}, name: 'keycloak', user: 'gate', password: secret.variable('TEST_DATABASE_PASSWORD'), tls: 'off' },`,
  );

/** What the live database counts: what was written to it, and every transaction that ended in it. */
async function counted(): Promise<{ readonly written: string; readonly transactions: number }> {
  const [written = '', transactions = ''] = (
    await server.sql(
      `SELECT concat_ws(' ', tup_inserted, tup_updated, tup_deleted, temp_files, deadlocks, conflicts), xact_commit + xact_rollback
         FROM pg_stat_database WHERE datname = 'keycloak'`,
      'postgres',
    )
  )
    .trim()
    .split('|');
  return { written, transactions: Number(transactions) };
}

const sessions = async (): Promise<readonly string[]> => {
  const rows = await server.sql(
    `SELECT 'session ' || pid FROM pg_stat_activity WHERE datname = 'keycloak' UNION ALL
     SELECT 'lock ' || locktype FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = 'keycloak')`,
    'postgres',
  );
  return rows.split('\n').filter((row) => row !== '');
};

/** The program was killed: its sessions end when PostgreSQL notices. */
async function sessionsLeft(): Promise<readonly string[]> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const left = await sessions();
    if (left.length === 0 || Date.now() > deadline) return left;
    await delay(50);
  }
}

type How = 'SIGKILL' | 'SIGINT' | 'SIGTERM';

/** Starts a drill and ends it so many milliseconds after its first word; without them, lets it come to its end. Returns how it ended, after how long. */
async function drill(level: string, end?: { readonly how: How; readonly after: number }) {
  const child = spawn(process.execPath, [program, 'backup', 'drill', '--env', 'one', '--level', level, '--reports', reports], {
    cwd: own,
    env: {
      PATH: process.env['PATH'],
      JAVA_HOME: process.env['JAVA_HOME'],
      TMPDIR: base,
      // Node's own cache of compiled code is no leftover of a drill.
      NODE_COMPILE_CACHE: join(work, 'compiled'),
      TEST_GATE_SECRET: 'long-enough-secret',
      TEST_DATABASE_PASSWORD: server.passwords.gate,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  let began = 0;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    began ||= performance.now();
    said += text;
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  if (end) await Promise.race([ended, once(child.stderr, 'data').then(() => delay(end.after))]);
  if (end) child.kill(end.how);
  return { ended: await ended, said, milliseconds: performance.now() - began };
}

const codeOf: Readonly<Record<How, readonly unknown[]>> = { SIGKILL: [null, 'SIGKILL'], SIGINT: [130, null], SIGTERM: [143, null] };

/** Kills a drill of this level so often, at random moments of all of it, and asserts after each that nothing is left and nothing was touched. */
async function killed(level: string, times: number): Promise<number> {
  let survived = 0;
  const before = await counted();
  const undisturbed = await drill(level);
  expect(undisturbed.ended, undisturbed.said).toEqual([0, null]);
  const after = await counted();
  expect(after.written).toBe(before.written);
  const transactions = after.transactions - before.transactions;
  rmSync(reports, { recursive: true });
  for (let round = 0; round < times; round += 1) {
    const how = (['SIGKILL', 'SIGINT', 'SIGTERM'] as const)[round % 3] ?? 'SIGKILL';
    const moment = Math.round(Math.random() * undisturbed.milliseconds);
    const then = await counted();
    const { ended, said } = await drill(level, { how, after: moment });
    const told = `${level}, ${how} after ${moment} of ${Math.round(undisturbed.milliseconds)} ms: ${said.trim().split('\n').at(-1) ?? ''}`;
    // Whoever is quicker than the signal has ended well, or had not yet begun to listen.
    const quicker: readonly unknown[] = [
      [0, null],
      [null, how],
    ];
    expect([codeOf[how], ...quicker], told).toContainEqual(ended);
    expect(await settled(() => leftIn(base)), told).toEqual([]);
    expect(await sessionsLeft(), told).toEqual([]);
    const now = await counted();
    expect(now.written, told).toBe(then.written);
    // It reads the keys once, as an undisturbed one does; one more where a session was cut off.
    expect(now.transactions - then.transactions, told).toBeLessThanOrEqual(transactions + 1);
    // A record is whole, or not there.
    if (ended[0] !== 0) expect(existsSync(reports) ? readdirSync(reports, { recursive: true }) : [], told).toEqual([]);
    rmSync(reports, { recursive: true, force: true });
    survived += 1;
    process.stdout.write(
      `${told}: ended ${String(ended[0] ?? ended[1])}, ${now.transactions - then.transactions} of ${transactions} transactions\n`,
    );
  }
  return survived;
}

const shared = orphanedSharedMemory();

test('a drill that is killed at 20 random moments leaves nothing, and has not touched the live database', async () =>
  expect(await killed('L4', 20)).toBe(20));

test('nor does one with a Keycloak on its copy', async () => expect(await killed('L5', 6)).toBe(6));

test('no shared memory is left either', async () => {
  expect(await settled(() => orphanedSharedMemory().filter((each) => !shared.includes(each)))).toEqual([]);
});
