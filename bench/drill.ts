import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, restoreSample } from '../packages/checks/test/sample-dumps.ts';
import { startScratchPostgres } from '../packages/checks/test/scratch-postgres.ts';
import { median } from './time.ts';

/**
 * What it takes to restore a dump on trial (hash, server, restore, a look into it, and the end of it all), beside what one types by hand to
 * restore it: initdb and pg_restore with as many jobs, both without fsync. Usage: node bench/drill.ts [thousands of users] [pairs]
 */
const thousands = Number(process.argv[2] ?? 400);
const pairs = Number(process.argv[3] ?? 5);
const jobs = 2;
const folder = mkdtempSync(join(tmpdir(), 'bench-drill-'));
const look = fileURLToPath(new URL('drill-look.ts', import.meta.url));

const users = `
  INSERT INTO user_entity (id, email, email_constraint, email_verified, enabled, first_name, last_name, realm_id, username, created_timestamp, not_before)
  SELECT 'u' || n, n || '@example.org', n || '@example.org', true, true, md5(n::text), md5('l' || n), (SELECT id FROM realm LIMIT 1), 'bulk' || n, n, 0
    FROM generate_series(1, ${thousands * 1000}) AS n;
  INSERT INTO credential (id, type, user_id, created_date, secret_data, credential_data, priority)
  SELECT 'c' || n, 'password', 'u' || n, n, md5('s' || n) || md5('t' || n), '{"hashIterations":5,"algorithm":"argon2"}', 10
    FROM generate_series(1, ${thousands * 1000}) AS n;
  INSERT INTO user_role_mapping (role_id, user_id) SELECT (SELECT id FROM keycloak_role LIMIT 1), 'u' || n FROM generate_series(1, ${thousands * 1000}) AS n`;

function seconds(command: string, ...args: readonly string[]): number {
  const from = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ended with ${status ?? error?.message}`);
  return (performance.now() - from) / 1000;
}

const server = await startScratchPostgres();
try {
  await restoreSample(server, folder);
  await server.sql('keycloak', users);
  const size = Number(await server.sql('keycloak', "SELECT pg_database_size('keycloak')"));
  const file = await dump(server, 'keycloak', join(folder, 'a.dump'), '--format=custom', '--compress=1');
  await server.sql('postgres', 'DROP DATABASE keycloak');
  process.stdout.write(`a database of ${(size / 1e6).toFixed(0)} MB, a dump of ${(statSync(file).size / 1e6).toFixed(0)} MB\n`);
  const bin = join(server.program('initdb'), '..');
  const byHand = `
    set -e; d=$(mktemp -d); as=; [ "$(id -u)" = 0 ] && { chown postgres "$d"; as='setpriv --reuid=postgres --regid=postgres --clear-groups'; }
    cd "$d"; export PGHOST=$d PGUSER=postgres PATH=${bin}:$PATH
    $as initdb -D "$d/data" -U postgres -A trust --no-sync -E UTF8 --locale C.UTF-8
    $as pg_ctl -D "$d/data" -w -l "$d/log" -o "-F -h '' -k $d" start
    createdb keycloak; psql -Xqc 'CREATE ROLE keycloak'
    pg_restore --exit-on-error --no-owner --no-acl -j ${jobs} -d keycloak ${file}
    $as pg_ctl -D "$d/data" -m immediate stop; rm -rf "$d"`;
  const ours = (): number => seconds(process.execPath, '--max-semi-space-size=2', look, file, String(jobs));
  const theirs = (): number => seconds('bash', '-c', byHand);
  ours();
  theirs();
  // Each goes first in every other round.
  const ratios = Array.from({ length: pairs }, (_, pair) => {
    const [first, second] = pair % 2 === 0 ? [ours(), theirs()] : [theirs(), ours()];
    const [own, other] = pair % 2 === 0 ? [first, second] : [second, first];
    process.stdout.write(`drill ${own.toFixed(2)} s, by hand ${other.toFixed(2)} s\n`);
    return own / other;
  });
  process.stdout.write(`drill ÷ initdb and pg_restore by hand: ${median(ratios).toFixed(2)} (limit 1.15)\n`);
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
