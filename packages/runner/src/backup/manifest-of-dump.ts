import { basename } from 'node:path';
import { instantOf } from '@keycloak-release-gate/checks/wall-time';
import type { BackupManifest, Dump } from '@keycloak-release-gate/checks/backup';
import { ConfigurationError } from '@keycloak-release-gate/core';
import { cleanLine } from '../report/clean-text.ts';

/** What the dump itself does not say. */
export interface Told {
  readonly timeZone?: string;
  readonly takenAt?: string;
  readonly database?: string;
}

/** The manifest of a dump that was read to its end. Throws a ConfigurationError where what it does not say is not told either. */
export function manifestOfDump(dump: Dump, told: Told): BackupManifest {
  const { contents, header, sha256, bytes, name, modifiedAt } = dump;
  if (contents.kind !== 'whole' || sha256 === null) throw new Error(`${name} was not read to its end.`);
  const database = header?.database ?? told.database;
  if (database === undefined)
    throw problem('DATABASE_UNKNOWN', `${name} does not say of which database it is.`, '--database', 'Name the database.');
  return {
    format: 'keycloak-release-gate/backup',
    version: 1,
    file: basename(name),
    sha256,
    bytes,
    database,
    snapshotAt: momentOf(dump, told),
    finishedAt: modifiedAt,
    serverVersion: header?.serverVersion ?? 'unknown',
    systemIdentifier: null,
    migrationVersion: contents.keycloakVersion,
    changeSets: contents.changeSets,
    counts: contents.counts,
    countedIn: 'dump',
    ...(contents.locks === undefined ? {} : { locksHeld: contents.locks }),
    ...(header === null ? {} : { tool: `pg_dump ${header.toolVersion}` }),
  };
}

/** Milliseconds by which clocks of two machines may differ. */
const CLOCK_TOLERANCE = 300_000;

/** pg_dump writes the wall time of its machine, without a zone; into a plain dump none at all. */
function momentOf({ name, header, takenAt, modifiedAt }: Dump, { timeZone, takenAt: told }: Told): string {
  if (told !== undefined) return new Date(told).toISOString();
  if (!header)
    throw problem(
      'TIME_UNKNOWN',
      `${name} does not say when it was taken; its file was last written ${modifiedAt}.`,
      '--taken-at',
      'Say when the backup began: --taken-at 2026-11-23T02:00:00+01:00.',
    );
  if (timeZone !== undefined) {
    const at = new Date(instantOf(header.startedAt, timeZone)).toISOString();
    if (Date.parse(at) <= Date.parse(modifiedAt) + CLOCK_TOLERANCE) return at;
    throw problem(
      'TIME_IMPOSSIBLE',
      `${name} would have been taken at ${at}, after its file was last written (${modifiedAt}): in ${timeZone}, its time ${header.startedAt} cannot be right.`,
      '--time-zone',
      'Name the time zone of the machine that took it, or say when that was: --taken-at 2026-11-23T02:00:00+01:00.',
    );
  }
  if (takenAt.earliest === takenAt.latest) return takenAt.earliest;
  throw problem(
    'TIME_AMBIGUOUS',
    `${name} was taken at ${takenAt.earliest} or at ${takenAt.latest}, or between them: pg_dump writes its time without a zone (${header.startedAt}).`,
    '--time-zone',
    'Name the time zone of the machine that took it: --time-zone Europe/Brussels, or UTC.',
  );
}

const problem = (code: string, message: string, where: string, remedy: string): ConfigurationError =>
  new ConfigurationError([{ code, message: cleanLine(message), where, remedy }]);
