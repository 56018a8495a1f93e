import { defineCheck, finding, gap, ifSeen } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { databaseState } from '../database/state.ts';
import { clockFindings } from './against-live.ts';
import { missingWal } from './missing-wal.ts';
import type { Backup } from './sources/backup.ts';
import { sourceCodes } from './sources/codes.ts';
import { judgeBackups } from './sources/judge-backups.ts';
import { judgeWal } from './sources/judge-wal.ts';
import { backupLimits, limitsOf, walLimits } from './sources/limits.ts';
import { pgBackRestBackups } from './sources/pgbackrest.ts';
import type { PgBackRestBackups } from './sources/pgbackrest.ts';

/** pgBackRest holds a sound backup of this very cluster, and its write-ahead log arrives. */
export const pgBackRestSound = defineCheck({
  id: 'backup/pgbackrest-sound',
  title: 'pgBackRest holds a fresh and sound backup of the cluster',
  why: 'A physical backup restores only with the write-ahead log that belongs to it: a backup of another cluster, or an archive with a gap, is noticed when it is needed.',
  reads: { seen: pgBackRestBackups, live: ifSeen(databaseState) },
  onGaps: 'judge',
  expects: backupLimits.extend(walLimits.shape),
  expected: ({ environment }) => limitsOf(environment),
  judge: ({ seen, live }, limits, { now }) => {
    // pgBackRest lists a backup when it is done: one that is under way is told by its lock alone.
    if (seen.running && seen.backups.length === 0 && seen.problem === null) {
      const reason = `The first backup of ${seen.source} is being taken.`;
      return { findings: [], gaps: [gap(codes.IN_PROGRESS_ONLY, { subject: `source/${seen.source}`, reason })] };
    }
    // Where the repository could not be read, nobody knows what is in it.
    if (seen.problem !== null && seen.backups.length === 0) return { findings: [], gaps: trouble(seen) };
    const backups = judgeBackups(seen, limits, now);
    const wal = judgeWal(seen.archive, limits, seen.source);
    return {
      findings: [...foreign(seen), ...backups.findings, ...missing(seen, backups.good), ...wal.findings, ...clockFindings(live)],
      gaps: [...trouble(seen), ...backups.gaps, ...wal.gaps],
      facts: [
        ...backups.facts,
        ...wal.facts,
        ...(seen.walThrough === null ? [] : [{ name: 'newest segment in the archive', value: seen.walThrough }]),
      ],
      exhibits: backups.exhibits,
    };
  },
});

/** What pgBackRest itself says of the repository. */
const trouble = ({ source, problem }: PgBackRestBackups): Gap[] =>
  problem === null
    ? []
    : [
        gap(sourceCodes.SOURCE_UNREACHABLE, {
          subject: `source/${source}`,
          reason: `${source}: ${problem}.`,
          remedy: 'Run `pgbackrest check` and `pgbackrest info` for this stanza, and mend what they say.',
        }),
      ];

function foreign({ source, systemId, archive }: PgBackRestBackups): Finding[] {
  const live = archive?.systemIdentifier ?? null;
  if (systemId === null || live === null || systemId === live) return [];
  const message = `${source} is of the cluster ${systemId}; Keycloak's database is in the cluster ${live}.`;
  return [finding(sourceCodes.WRONG_SYSTEM_ID, { subject: `source/${source}`, message, expected: live, actual: systemId })];
}

function missing({ source, needs, walThrough, archive, systemId }: PgBackRestBackups, backup: Backup | undefined): Finding[] {
  const subject = `source/${source}`;
  const lost = backup?.missingWal ?? [];
  if (backup && lost.length > 0) return [missingWal(backup, source)];
  const newest = backup?.id;
  const needed = newest === undefined ? undefined : needs[newest];
  const through = walThrough ?? 'nothing';
  if (needed !== undefined && (walThrough === null || needed > walThrough)) {
    const message = `${newest} becomes consistent with the segment ${needed}; the archive of ${source} holds ${walThrough === null ? 'none' : `them through ${through}`}.`;
    return [finding(sourceCodes.WAL_GAP, { subject: `backup/${newest}`, message, expected: needed, actual: walThrough })];
  }
  // Another cluster's archive says nothing about this one.
  if (archive === null || archive.inRecovery || (archive.systemIdentifier !== null && archive.systemIdentifier !== systemId)) return [];
  const archived = archive.lastArchived;
  if (archived === null || (walThrough !== null && archived <= walThrough)) return [];
  const message = `The server takes the segments through ${archived} for archived (at ${archive.lastArchivedAt ?? 'an unknown time'}); the archive of ${source} holds ${walThrough === null ? 'none' : `them through ${through}`}.`;
  return [finding(sourceCodes.WAL_GAP, { subject, message, expected: archived, actual: walThrough })];
}
