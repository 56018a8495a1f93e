import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findPostgresPrograms } from '../src/backup/postgres-programs.ts';

const run = promisify(execFile);

/** A server for a test, reached by its Unix socket alone. */
export interface ScratchPostgres {
  /** Runs one of PostgreSQL's programs on it, and gives its standard output. */
  run(program: string, args: readonly string[]): Promise<string>;
  /** The file of a program, and the environment in which it finds the server. */
  program(name: string): string;
  readonly env: Readonly<Record<string, string>>;
  sql(database: string, sql: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts an empty server in a folder of its own. */
export async function startScratchPostgres(): Promise<ScratchPostgres> {
  const programs = await findPostgresPrograms(['postgres', 'initdb', 'pg_dump', 'psql', 'pg_restore']);
  if (!programs) throw new Error("PostgreSQL's server programs are not installed here.");
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const account = serverAccount();
  if (account) for (const path of [folder, data]) chownSync(path, account.uid, account.gid);
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', PGHOST: folder, PGPORT: '5432', PGUSER: 'postgres' };
  const program = (name: string): string => join(programs.directory, name);
  const quick = ['--no-sync', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions'];
  await run(program('initdb'), ['--pgdata', data, '--username=postgres', ...quick], { env, cwd: folder, ...account });
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
  ];
  const server = spawn(program('postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    env,
    cwd: folder,
    stdio: 'ignore',
    ...account,
  });
  const ended = once(server, 'exit');
  const isReady = (): boolean => {
    try {
      return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready';
    } catch {
      return false;
    }
  };
  for (const until = Date.now() + 30_000; !isReady(); await delay(20)) {
    if (server.exitCode !== null || Date.now() > until) throw new Error(`PostgreSQL did not start in ${folder}.`);
  }
  const runProgram: ScratchPostgres['run'] = async (name, args) =>
    (await run(program(name), args, { env, maxBuffer: 256 * 1024 * 1024 })).stdout;
  return {
    run: runProgram,
    program,
    env,
    sql: (database, sql) => runProgram('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', sql]),
    async close() {
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then the account of its packages. */
function serverAccount(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, , uid, gid] = /^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('There is no account "postgres" to run PostgreSQL as.');
  return { uid: Number(uid), gid: Number(gid) };
}
