import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseServer } from '../lab/database-server.ts';
import { runCommand } from '../processes/run-command.ts';
import { serverAccount } from './account.ts';

/** pgBackRest beside a server: a repository of its own, in which the server archives its write-ahead log. */
export interface PgBackRest {
  readonly stanza: string;
  /** Its configuration file. */
  readonly config: string;
  /** The folder of its repository. */
  readonly folder: string;
  /** Sets where the server archives to: this repository, or what another command makes of it. */
  archiveBy(command?: string): Promise<void>;
  /** Runs pgBackRest to its end, as the account that the server runs as; returns its standard output. */
  run(...args: readonly string[]): Promise<string>;
  /** Starts it, in a process group of its own. */
  start(...args: readonly string[]): ChildProcess;
}

/** The settings that a server needs to be started with. */
export const archiving = ['wal_level=replica', 'archive_mode=on'] as const;

/** Makes a stanza for a server that was started with the settings `archiving`. */
export async function openPgBackRest(
  { server, sql, folder }: Pick<DatabaseServer, 'server' | 'sql' | 'folder'>,
  program: string,
  stanza: string,
  signal: AbortSignal,
): Promise<PgBackRest> {
  const account = await serverAccount();
  const place = join(folder, `pgbackrest-${stanza}`);
  for (const name of ['.', 'repository', 'log', 'lock', 'spool']) {
    await mkdir(join(place, name), { recursive: true, mode: 0o750 });
    if (account) await chown(join(place, name), account.uid, account.gid);
  }
  const config = join(place, 'pgbackrest.conf');
  await writeFile(
    config,
    `[global]
repo1-path=${join(place, 'repository')}
log-path=${join(place, 'log')}
lock-path=${join(place, 'lock')}
spool-path=${join(place, 'spool')}
log-level-console=warn
archive-timeout=20
job-retry=0
compress-level=0
repo1-bundle=y

[${stanza}]
pg1-path=${join(folder, 'database', 'data')}
pg1-socket-path=${server.socket}
pg1-port=${server.port}
pg1-user=postgres
`,
  );
  if (account) await chown(config, account.uid, account.gid);
  const options = [`--config=${config}`, `--stanza=${stanza}`];
  const [file, ...before]: readonly [string, ...string[]] = account
    ? ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', program]
    : [program];
  const started: PgBackRest = {
    stanza,
    config,
    folder: join(place, 'repository'),
    archiveBy: async (command = `${program} ${options.join(' ')} archive-push %p`) => {
      await sql(`ALTER SYSTEM SET archive_command = '${command.replaceAll("'", "''")}'`, 'postgres');
      await sql('SELECT pg_reload_conf()', 'postgres');
    },
    run: async (...args) => runCommand(file, { args: [...before, ...options, ...args], cwd: folder, signal }),
    start: (...args) => spawn(file, [...before, ...options, ...args], { cwd: folder, stdio: 'ignore', detached: true }),
  };
  await started.run('stanza-create');
  await started.archiveBy();
  return started;
}
