import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { describeDumps, newestGood } from '@keycloak-release-gate/checks/backup';
import type { BackupManifest, Dump } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { manifestOfDump } from '../../backup/manifest-of-dump.ts';
import type { Told } from '../../backup/manifest-of-dump.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { command } from '../command.ts';
import { exitCodeOf, listen } from '../listen.ts';

interface Flags extends Told {
  readonly json: boolean;
}

/** `verify backup manifest <dump>`: the manifest beside a dump, written where there is none, and held against the dump where there is one. */
export const backupManifest = command(async (flags: Flags, path: string) => {
  checkFlags(flags);
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  try {
    const file = resolve(path);
    const { dump, gaps } = await readWhole(file, path, flags.timeZone ?? machineZone(), interrupt.signal);
    const { findings } = newestGood([{ ...dump, inProgress: false }]);
    if (findings.length > 0 || gaps.length > 0 || dump.manifestProblem !== null) return tellBad(dump, findings, gaps, flags.json);
    if (dump.manifest) return tell({ manifest: dump.manifest, written: null, file }, flags.json);
    const manifest = manifestOfDump(dump, flags);
    await writeWhole(`${file}.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return tell({ manifest, written: `${file}.json`, file }, flags.json);
  } catch (error) {
    if (interrupt.signal.aborted) return exitCodeOf(interrupt.signal.reason);
    throw error;
  } finally {
    stopListening();
  }
});

const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

function checkFlags({ timeZone, takenAt }: Flags): void {
  const wrong = (message: string, where: string, remedy: string): never => {
    throw new ConfigurationError([{ code: 'BAD_OPTION', message, where, remedy }]);
  };
  if (timeZone !== undefined && !isZone(timeZone))
    wrong(`"${timeZone}" is no time zone.`, '--time-zone', 'Give an IANA name: Europe/Brussels, or UTC.');
  if (takenAt !== undefined && !z.iso.datetime({ offset: true }).safeParse(takenAt).success)
    wrong(`"${takenAt}" is no ISO 8601 time with an offset.`, '--taken-at', 'Write it as 2026-11-23T20:00:00+01:00.');
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Reads the dump to its end. Throws a ConfigurationError where there is none. */
async function readWhole(
  file: string,
  asked: string,
  timeZone: string,
  signal: AbortSignal,
): Promise<{ readonly dump: Dump; readonly gaps: readonly Gap[] }> {
  const problem = (code: string, message: string, remedy: string): ConfigurationError =>
    new ConfigurationError([{ code, message: cleanLine(message), where: cleanLine(asked), remedy }]);
  await stat(file).catch((error: unknown) => {
    throw problem(
      'NO_SUCH_DUMP',
      error instanceof Error ? error.message : String(error),
      'Name a dump that is there, and that you may read.',
    );
  });
  const { value, gaps = [] } = await describeDumps({ directory: dirname(file), timeZone, only: basename(file), finished: true }, signal);
  const dump = value?.dumps[0];
  if (dump) return { dump, gaps };
  const [unreadable] = gaps;
  if (unreadable) throw problem(unreadable.code, unreadable.reason, unreadable.remedy);
  throw problem('NO_DUMP', 'It does not look like a dump of pg_dump.', 'Name the file, or the folder, that pg_dump has written.');
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.unfinished`;
  try {
    await writeFile(draft, text, { mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (error) {
    throw new ConfigurationError([
      {
        code: 'MANIFEST_UNWRITABLE',
        message: `The manifest cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        where: path,
        remedy: 'Run it as whoever may write beside the dump.',
      },
    ]);
  } finally {
    await rm(draft, { force: true });
  }
}

function tellBad({ name, manifestProblem }: Dump, findings: readonly Finding[], gaps: readonly Gap[], json: boolean): 1 | 3 {
  const exitCode = findings.length > 0 ? 1 : 3;
  if (json) {
    process.stdout.write(`${JSON.stringify({ written: null, manifest: null, manifestProblem, findings, gaps }, null, 2)}\n`);
    return exitCode;
  }
  const lines = [
    ...findings.map(({ message, remedy, code }) => `✗ ${cleanLine(message)}\n    do    ${remedy}\n    code  ${code}`),
    ...gaps.map(({ reason, remedy, code }) => `? ${cleanLine(reason)}\n    do    ${remedy}\n    code  ${code}`),
    ...(manifestProblem === null
      ? []
      : [
          `? The manifest of ${cleanLine(name)} cannot be read: ${cleanLine(manifestProblem)}.\n    do    Remove it if it belongs to nothing; then a new one can be written.`,
        ]),
  ];
  process.stdout.write(`${lines.join('\n')}\nNothing was written.\n`);
  return exitCode;
}

interface Result {
  readonly manifest: BackupManifest;
  readonly written: string | null;
  readonly file: string;
}

function tell({ manifest, written, file }: Result, json: boolean): 0 {
  if (json) {
    process.stdout.write(`${JSON.stringify({ written, manifest, manifestProblem: null, findings: [], gaps: [] }, null, 2)}\n`);
    return 0;
  }
  const { counts, snapshotAt, migrationVersion, sha256, countedIn } = manifest;
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${cleanLine(file)}
  taken    ${snapshotAt}
  holds    Keycloak ${cleanLine(migrationVersion ?? 'of no version')}; ${rows} rows in ${Object.keys(counts).length} tables
  SHA-256  ${sha256}
${written === null ? 'It is as its manifest says' : `Written: ${cleanLine(written)}`}, ${
    countedIn === 'dump'
      ? 'which was counted in the dump itself: what was missing from the beginning, it does not tell.'
      : 'which was counted in the snapshot that was dumped.'
  }
`);
  return 0;
}
