import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { dumpProblem } from './dump-problem.ts';

type Row = Readonly<Record<string, unknown>>;

/** One transaction that sees one moment of the database, kept open by psql: it connects by the same rules as pg_dump does. */
export interface SnapshotSession {
  /** The rows of one SELECT. Rejects with a DumpProblem. */
  readonly query: (sql: string) => Promise<readonly Row[]>;
  /** Ends the transaction. Rejects where the connection was lost meanwhile: the counts and the dump are then of two moments. */
  readonly commit: () => Promise<void>;
  /** Ends psql, whatever it does. */
  readonly close: () => void;
}

/**
 * How the session is set up. An error ends psql; server messages are kept to their first line. While pg_dump is at work, the session waits
 * with its transaction open: a time limit of the server or the role would end it (pg_dump lifts its own). Servers before 17 do not know all.
 */
const opening = String.raw`\set ON_ERROR_STOP on
\set VERBOSITY terse
SELECT count(set_config(name, '0', false)) AS lifted FROM pg_settings
 WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout') \gset
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
`;

/** Opens the transaction. The environment holds libpq's own variables (PGHOST…). */
export function openSnapshotSession(programs: string, env: Readonly<Record<string, string | undefined>>): SnapshotSession {
  const child = spawn(join(programs, 'psql'), ['-X', '-q', '-A', '-t', '--no-password', '--file=-'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env },
  });
  let complaint = '';
  let heard = '';
  let waiting: { readonly mark: string; readonly resolve: (text: string) => void; readonly reject: (error: Error) => void } | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 4_000) complaint += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
    if (!waiting || !heard.endsWith(`${waiting.mark}\n`)) return;
    const { resolve, mark } = waiting;
    waiting = undefined;
    resolve(heard.slice(0, -mark.length - 1));
  });
  // A psql that ended says why on its standard error; writing to it then tells nothing.
  child.stdin.on('error', () => undefined);
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended = error;
    waiting?.reject(error);
    waiting = undefined;
  };
  child.once('error', end);
  child.once('close', () => end(dumpProblem(complaint || 'error: the connection was lost', 'psql')));

  const ask = async (text: string): Promise<string> => {
    if (ended) throw ended;
    // Nothing that stands in a row can be taken for it.
    const mark = randomBytes(12).toString('hex');
    heard = '';
    return new Promise((resolve, reject) => {
      waiting = { mark, resolve, reject };
      child.stdin.write(`${text}\n\\echo ${mark}\n`);
    });
  };
  child.stdin.write(opening);
  return {
    // As JSON each row is one line, whatever stands in it.
    query: async (sql) =>
      (await ask(`SELECT to_jsonb(q) FROM (${sql}) AS q;`))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Row),
    commit: async () => {
      await ask('COMMIT;');
      child.stdin.end();
    },
    close: () => {
      child.stdin.end();
      child.kill();
    },
  };
}
