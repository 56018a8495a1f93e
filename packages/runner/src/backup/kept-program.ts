import { spawn } from 'node:child_process';

/** What is known of a program that ran to its end. */
export interface ProgramEnd {
  readonly exitCode: number;
  /** The beginning of its standard error. */
  readonly complaint: string;
}

/** A program that writes a file, and a keeper beside it. */
export interface KeptProgram {
  /** The end of the program. Rejects where it was ended before. */
  readonly end: Promise<ProgramEnd>;
  /** Ends the program if it still runs, and removes the file if it is still there under this name. Resolves when that is so. */
  readonly close: () => Promise<void>;
}

/**
 * The keeper, for sh, in a session of its own: it holds the other end of a pipe from this program, and when that is closed (by `close`,
 * by Ctrl-C, by kill -9) it ends what it started and removes the unfinished file. $1 is that file, the rest the program.
 * Asked to end, pg_dump has the server end its query, too, and its workers with it.
 */
const keeper = String.raw`
umask 077
exec 3<&0 </dev/null
unfinished=$1
shift
ended=
trap 'ended=1' TERM
trap : INT HUP
"$@" >/dev/null 3<&- &
program=$!
(cat <&3 >/dev/null; kill -TERM $$) 2>/dev/null &
exec 3<&-
wait $program
code=$?
if [ -n "$ended" ]; then
  kill -TERM $program 2>/dev/null
  (sleep 5; kill -KILL $program) >/dev/null 2>&1 &
  guard=$!
  wait $program
  kill $guard
else
  echo $code
  exec 2>&-
  while [ -z "$ended" ]; do wait; done
fi
rm -rf -- "$unfinished"
`;

/** Starts a program whose `unfinished` file or folder does not outlive this one, however it ends. Its standard output is not read. */
export function keepProgram(
  unfinished: string,
  program: readonly [file: string, ...args: readonly string[]],
  env: Readonly<Record<string, string | undefined>>,
): KeptProgram {
  const child = spawn('sh', ['-c', keeper, 'sh', unfinished, ...program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...env },
    detached: true,
  });
  let said = '';
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 8_000) complaint += text;
  });
  child.stdin.on('error', () => undefined);
  const gone = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  const end = new Promise<ProgramEnd>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // What it complained of has arrived when its standard error is closed, just after.
      if (said.endsWith('\n')) child.stderr.once('close', () => resolve({ exitCode: Number(said), complaint }));
    });
    gone.then(() => reject(new Error('The program was ended.')), reject);
  });
  // Where it is closed early, nobody waits for its end any more.
  end.catch(() => undefined);
  return {
    end,
    close: async () => {
      child.stdin.end();
      await gone.catch(() => undefined);
    },
  };
}
