import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScratchPlace } from '../place.ts';
import { RestoreFailed } from '../restore-failed.ts';
import type { RestoreProblem } from '../restore-failed.ts';
import { ScratchUnavailable } from '../scratch-unavailable.ts';
import { launch } from '../server.ts';
import { filledIn, quoted } from './programs.ts';
import type { SetPrograms } from './programs.ts';
import type { SetWanted } from './restore-set.ts';
import { give } from './restored-files.ts';

/** Milliseconds. A log of some hundred gigabytes is replayed in it; whoever waits can press Ctrl-C. */
const RECOVERED_WITHIN = 6 * 3_600_000;

/**
 * What stands for the files with which a server would be told what to do: the live one's must not count. It lets nobody in: it is only to
 * become consistent.
 */
export const ownFiles = (folder: string): Readonly<Record<string, string>> => ({
  config_file: join(folder, 'scratch.conf'),
  hba_file: join(folder, 'scratch_hba.conf'),
  ident_file: join(folder, 'scratch_ident.conf'),
  external_pid_file: '',
});

/** Writes them; `rules` say who is let in. */
export async function giveOwnFiles(place: ScratchPlace, rules: string): Promise<void> {
  await give(place, join(place.folder, 'scratch.conf'), '');
  await give(place, join(place.folder, 'scratch_ident.conf'), '');
  await give(place, join(place.folder, 'scratch_hba.conf'), rules);
}

/** Settings of every server on restored files, on top of those of a scratch server. */
export const onRestoredFiles: Readonly<Record<string, string>> = {
  archive_mode: 'off',
  archive_command: '',
  primary_conninfo: '',
  primary_slot_name: '',
  hot_standby: 'off',
  shared_preload_libraries: '',
  // As many as the live server may have had; none of them is taken up.
  max_prepared_transactions: '1000',
};

/**
 * Recovers restored files to the moment at which they are consistent, on the time line that the backup was taken on, and ends the server
 * that did it. Throws a RestoreFailed where that is not reached.
 */
export async function recover(
  place: ScratchPlace,
  data: string,
  { programs, tools, signal }: Pick<SetWanted, 'tools' | 'signal'> & { readonly programs: SetPrograms },
  fromLabel: boolean,
): Promise<void> {
  await giveOwnFiles(place, 'local all all reject\n');
  await give(place, join(place.folder, 'fetch-wal'), fetchScript(place.folder, data, programs));
  if (fromLabel) await give(place, join(data, 'recovery.signal'), '');
  const more = {
    ...ownFiles(place.folder),
    ...onRestoredFiles,
    ...(fromLabel
      ? {
          recovery_target: 'immediate',
          recovery_target_action: 'promote',
          recovery_target_timeline: 'current',
          restore_command: `/bin/sh ${quoted(join(place.folder, 'fetch-wal')).replaceAll('%', '%%')} %f %p`,
        }
      : {}),
  };
  try {
    const server = await launch(place, tools, data, signal, { more, env: programs.env, log: 'recovery.log', within: RECOVERED_WITHIN });
    // To the server alone: its other processes take this signal for something else.
    server.child.kill('SIGINT');
    await server.ended;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ScratchUnavailable)) throw error;
    throw await notRecovered(place, programs);
  }
}

/** What fetches a file of the log: that there is none is told to the server by 1, and ends its recovery; any other trouble ends the server. */
function fetchScript(folder: string, data: string, { wal, absence }: SetPrograms): string {
  const failures = quoted(join(folder, 'wal-failed'));
  if (!wal) return 'exit 1\n';
  const marks = { directory: data, segment: '\u0001', file: '\u0002' };
  const line = filledIn(wal, marks)
    .map((word) => quoted(word).replaceAll('\u0001', `'"$1"'`).replaceAll('\u0002', `'"$PWD/$2"'`))
    .join(' ');
  return `${line} </dev/null >${quoted(join(folder, 'wal.log'))} 2>&1
code=$?
[ $code = 0 ] && exit 0
${absence === 'one' ? '[ $code = 1 ] && exit 1\n' : ''}echo "$code $1" >>${failures}
exit ${absence === 'one' ? 200 : 1}
`;
}

async function notRecovered(place: ScratchPlace, { why, absence }: SetPrograms): Promise<RestoreFailed> {
  const textOf = (name: string): Promise<string> => readFile(join(place.folder, name), 'utf8').catch(() => '');
  const log = await textOf('recovery.log');
  const failed = (await textOf('wal-failed')).trim().split('\n').at(-1) ?? '';
  if (failed !== '' && absence === 'one') {
    const [code, segment] = failed.split(' ');
    const told = why({ code: Number(code), signal: null }, await textOf('wal.log'));
    return new RestoreFailed(told.problem, 'restore', `the segment ${segment} of its log could not be fetched: ${told.why}`);
  }
  const problem = problemOf(log);
  // Whoever fetches for us says by one code that there is none, and that it could not look.
  if (problem === 'broken' && failed !== '')
    return new RestoreFailed(
      'ended',
      'restore',
      `${lastFatal(log)}, and the program that fetches its log ended with code ${failed.replace(' ', ' for ')}`,
    );
  return new RestoreFailed(problem, 'restore', lastFatal(log));
}

/** What a server says of files and a log that are not whole, and of a machine that lacks something. */
function problemOf(log: string): RestoreProblem {
  if (/No space left on device|could not extend file|Disk quota exceeded/.test(log)) return 'no space';
  if (
    /could not (?:load library|access file)|database files are incompatible with server|is not supported by this|invalid value for parameter|shared memory/.test(
      log,
    )
  )
    return 'not here';
  if (
    /before configured recovery target|WAL ends before|could not locate (?:a valid|required) checkpoint|invalid (?:primary )?checkpoint|invalid data in file|incorrect checksum|invalid page|could not find redo|invalid magic number|could not open file|could not access status|requested timeline|required WAL/.test(
      log,
    )
  )
    return 'broken';
  return 'ended';
}

/** The last of what the server took for grave. Of its own words only the message is written down: they are terse. */
function lastFatal(log: string): string {
  const line = log.split('\n').findLast((each) => /(?:FATAL|PANIC): /.test(each));
  return line?.replace(/^.*?(?:FATAL|PANIC): +/, '').slice(0, 300) ?? 'its server ended while it recovered, and did not say why';
}
