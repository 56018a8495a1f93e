import { chown, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError, hasCode } from '../lab/lab-error.ts';
import { startRecordedProcess } from '../processes/recorded-process.ts';
import type { RecordedProcess } from '../processes/recorded-process.ts';
import { runCommand } from '../processes/run-command.ts';
import { serverAccount } from './account.ts';
import { freePort } from '../lab/network.ts';

/** Where a server is and which programs speak to it. */
export interface PostgresAddress {
  /** The directory of PostgreSQL's programs. */
  readonly programs: string;
  /** The directory of its Unix socket: whoever may read it is the superuser. */
  readonly socket: string;
  readonly host: string;
  readonly port: number;
}

/** A server of the lab's own. */
export interface Postgres extends PostgresAddress {
  /** False after `stop`, or when the server died. */
  running(): boolean;
  /** Ends it as `pg_ctl stop -m fast` does: clients are thrown out. */
  stop(): Promise<void>;
  /** Starts it again, on the same port. */
  start(signal: AbortSignal): Promise<void>;
}

export interface PostgresWanted {
  readonly programs: string;
  /** A folder of its own, which the account `postgres` can reach. */
  readonly directory: string;
  readonly host: string;
  /** The folder of the records of processes. */
  readonly records: string;
  /** `name=value`, beside the lab's own settings and before them where both name one. */
  readonly settings?: readonly string[];
  /** Further options of initdb. */
  readonly initialised?: readonly string[];
  readonly signal: AbortSignal;
}

/** A lab lives for a day: what makes a database survive a power cut only costs time. */
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_connections=200',
  'shared_buffers=128MB',
  'log_timezone=UTC',
  'timezone=UTC',
];

/** Only who may read the socket's directory is the superuser; over the network everybody has a password. */
const hostBasedAuthentication = `local all postgres trust
host all postgres all reject
host all all 127.0.0.0/8 scram-sha-256
`;

/** Makes a database cluster in `directory` and starts its server on a free port. */
export async function startPostgres({
  programs,
  directory,
  host,
  records,
  settings: more = [],
  initialised = [],
  signal,
}: PostgresWanted): Promise<Postgres> {
  const account = await serverAccount();
  const data = join(directory, 'data');
  const socket = join(directory, 'socket');
  for (const folder of [directory, socket]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (account) await chown(folder, account.uid, account.gid);
  }
  await runCommand(join(programs, 'initdb'), {
    args: [
      '--pgdata',
      data,
      '--username',
      'postgres',
      '--auth',
      'scram-sha-256',
      '--auth-local',
      'trust',
      '--no-sync',
      '--encoding',
      'UTF8',
      '--locale',
      'C.UTF-8',
      '--no-instructions',
      ...initialised,
    ],
    cwd: directory,
    ...account,
    signal,
  });
  await writeFile(join(data, 'pg_hba.conf'), hostBasedAuthentication);
  const launch = async (port: number, until: AbortSignal): Promise<RecordedProcess> => {
    const log = await open(join(directory, 'server.log'), 'a');
    const server = [
      join(programs, 'postgres'),
      '-D',
      data,
      '-k',
      socket,
      '-p',
      String(port),
      '-h',
      host,
      ...[...settings, ...more].flatMap((setting) => ['-c', setting]),
    ];
    const [file = '', ...args] = account
      ? ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', ...server]
      : server;
    try {
      const started = await startRecordedProcess({
        name: 'postgres',
        file,
        args,
        env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
        cwd: directory,
        stdio: ['ignore', log.fd, log.fd],
        records,
      });
      await untilReady(started, data, directory, until);
      return started;
    } finally {
      await log.close();
    }
  };

  let port = 0;
  let current: RecordedProcess | undefined;
  for (let attempt = 1; current === undefined; attempt += 1) {
    port = await freePort(host);
    try {
      current = await launch(port, signal);
    } catch (error) {
      if (attempt === 3 || signal.aborted) throw error;
    }
  }
  const isRunning = (): boolean => current?.child.exitCode === null && current.child.signalCode === null;
  return {
    programs,
    socket,
    host,
    port,
    running: isRunning,
    async stop() {
      if (!current || !isRunning()) return;
      process.kill(current.pid, 'SIGINT');
      await current.stop(5_000);
    },
    async start(until) {
      if (!isRunning()) current = await launch(port, until);
    },
  };
}

const readyWithin = 30_000;

/** Waits for the server's own word in its pid file; `pg_ctl -w` does the same. */
async function untilReady(server: RecordedProcess, data: string, directory: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + readyWithin;
  for (;;) {
    const lines = await readFile(join(data, 'postmaster.pid'), 'utf8').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return '';
      throw error;
    });
    const [pid, , , , , , , state] = lines.split('\n');
    if (Number(pid) === server.pid && state?.trim() === 'ready') return;
    const ended = server.child.exitCode !== null || server.child.signalCode !== null;
    if (ended || signal.aborted || Date.now() > deadline) {
      await server.stop(1_000);
      signal.throwIfAborted();
      const log = (await readFile(join(directory, 'server.log'), 'utf8')).trim().split('\n').slice(-5).join('\n');
      throw new LabError(
        `PostgreSQL ${ended ? 'ended while it started' : `was not ready within ${readyWithin / 1000} s`}:\n${log}\n`,
        `Its log is ${join(directory, 'server.log')}.`,
      );
    }
    await delay(25);
  }
}
