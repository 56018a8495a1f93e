import { resolve } from 'node:path';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { environmentConnection } from '../../backup/environment-connection.ts';
import { takeDump } from '../../backup/dump.ts';
import type { Dumped, DumpFormat } from '../../backup/dump.ts';
import { DumpProblem } from '../../backup/dump-problem.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { command } from '../command.ts';
import { exitCodeOf, listen } from '../listen.ts';
import { labName } from '../flags.ts';

interface Flags {
  readonly env?: string;
  readonly output: string;
  readonly format: DumpFormat;
  readonly compress?: string;
  readonly jobs?: number;
  readonly schema?: string;
  readonly scenarios: string;
  readonly lab?: string;
  readonly json: boolean;
}

/** `verify backup dump`: for the job that takes the backups. It needs PostgreSQL's client programs, and no environment file. */
export const backupDump = command(async (flags: Flags) => {
  checkFlags(flags);
  const interrupt = new AbortController();
  const stopListening = listen(interrupt);
  try {
    const env =
      flags.env === undefined
        ? process.env
        : await environmentConnection({ env: flags.env, scenarios: resolve(flags.scenarios), lab: labName(flags) }, process.env);
    const { format, compress, jobs, schema } = flags;
    const dumped = await takeDump(
      {
        folder: resolve(flags.output),
        format,
        env,
        ...(compress === undefined ? {} : { compress }),
        ...(jobs === undefined ? {} : { jobs }),
        ...(schema === undefined ? {} : { schema }),
      },
      interrupt.signal,
    );
    for (const note of dumped.notes) process.stderr.write(`! ${cleanLine(note)}\n`);
    process.stdout.write(
      flags.json ? `${JSON.stringify({ ...dumped.manifest, file: dumped.file, notes: dumped.notes }, null, 2)}\n` : words(dumped),
    );
    return 0;
  } catch (error) {
    if (interrupt.signal.aborted) {
      process.stderr.write('Interrupted: no backup was taken, and nothing is left.\n');
      return exitCodeOf(interrupt.signal.reason);
    }
    if (!(error instanceof DumpProblem)) throw error;
    process.stderr.write(`✗ No backup was taken. ${cleanLine(error.message)}\n    do     ${error.remedy}\n    code   ${error.code}\n`);
    return error.exitCode;
  } finally {
    stopListening();
  }
});

function checkFlags({ jobs, format, compress }: Flags): void {
  const wrong = (message: string, where: string, remedy: string): never => {
    throw new ConfigurationError([{ code: 'BAD_OPTION', message, where, remedy }]);
  };
  if (jobs !== undefined && !(Number.isInteger(jobs) && jobs >= 1 && jobs <= 64))
    wrong(`${jobs} is no number of jobs.`, '--jobs', 'Give a whole number from 1 to 64.');
  if (jobs !== undefined && format !== 'directory')
    wrong('Only a directory is written by several at once.', '--jobs', 'Leave it out, or add --format directory.');
  if (compress !== undefined && !/^(?:\d|(?:none|gzip|lz4|zstd)(?::[\w=,]+)?)$/.test(compress))
    wrong(
      `"${compress}" is no compression of pg_dump.`,
      '--compress',
      'Give a level from 0 to 9; since PostgreSQL 16 also gzip:6, lz4 or zstd:3.',
    );
  if (format === 'tar' && compress !== undefined && compress !== '0' && compress !== 'none')
    wrong('pg_dump does not compress a tar archive.', '--compress', 'Leave it out, or take the custom format.');
}

function words({ file, manifest }: Dumped): string {
  const { counts, realms = [], bytes, sha256, snapshotAt, migrationVersion, finishedAt } = manifest;
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const seconds = (Date.parse(finishedAt) - Date.parse(snapshotAt)) / 1000;
  return `${file}
  taken     ${snapshotAt}, in ${seconds.toFixed(1)} s
  holds     Keycloak ${cleanLine(migrationVersion ?? 'of no version')}, ${realms.length} realms, ${counts['client'] ?? 0} clients, ${counts['user_entity'] ?? 0} users; ${rows} rows in ${Object.keys(counts).length} tables
  size      ${bytes} bytes
  SHA-256   ${sha256}
  manifest  ${file}.json
`;
}
