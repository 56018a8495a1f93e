import { finding, gap } from '@keycloak-release-gate/core';
import type { CodeSeverity, Fact, Finding, Gap } from '@keycloak-release-gate/core';
import { sourceCodes as codes } from './codes.ts';
import type { Backup } from './backup.ts';
import type { WalArchive } from './wal-archive.ts';

export interface WalLimits {
  readonly walWarnMinutes: number;
  readonly walFailMinutes: number;
}

interface Judged {
  readonly findings: Finding[];
  readonly gaps: Gap[];
  readonly facts: Fact[];
}

const MINUTE = 60_000;
/** Bytes. PostgreSQL itself writes so much without a change of any data; such a segment is not switched by archive_timeout. */
const BOOKKEEPING = 2_048;

/** Whether the server archives its write-ahead log in time: what is not in the archive is lost by a restore. Pure. */
export function judgeWal(archive: WalArchive | null, { walWarnMinutes, walFailMinutes }: WalLimits, source: string): Judged {
  const subject = `source/${source}`;
  // Why the database was not read is a gap already.
  if (!archive) return { findings: [], gaps: [], facts: [] };
  if (archive.inRecovery) {
    const reason = 'The database that the gate reads is a replica, which archives nothing by itself.';
    return { findings: [], gaps: [gap(codes.ARCHIVE_UNSEEN, { subject, reason })], facts: [] };
  }
  if (archive.mode === 'off') {
    const message = 'archive_mode is off: nothing after the end of a backup can be restored.';
    return { findings: [finding(codes.WAL_LAG, { subject, message, expected: 'on', actual: 'off' })], gaps: [], facts: [] };
  }
  const since = archive.lastArchivedAt ?? archive.countedSince;
  if (since === null) {
    const reason = 'The server does not tell when it archived a segment last.';
    return { findings: [], gaps: [gap(codes.ARCHIVE_UNSEEN, { subject, reason })], facts: [] };
  }
  const lag = Date.parse(archive.now) - Date.parse(since);
  const minutes = Math.floor(lag / MINUTE);
  const facts: Fact[] =
    archive.lastArchivedAt === null ? [] : [{ name: 'write-ahead log archived through', value: archive.lastArchivedAt }];
  if (archive.waiting !== null && archive.waiting <= BOOKKEEPING) return { findings: [], gaps: [], facts };
  const failing =
    archive.lastFailedAt !== null && (archive.lastArchivedAt === null || archive.lastFailedAt > archive.lastArchivedAt)
      ? `; archiving ${archive.lastFailed ?? 'a segment'} failed at ${archive.lastFailedAt}`
      : '';
  const late = (severity: CodeSeverity, limit: number): Finding =>
    finding(codes.WAL_LAG, {
      subject,
      severity,
      message: `${archive.lastArchivedAt === null ? 'No segment was archived since the server began to count' : 'The newest segment was archived'} ${minutes} min ago, at ${since}${failing}; the limit is ${limit} min.`,
      expected: limit,
      actual: minutes,
    });
  if (lag > walFailMinutes * MINUTE) return { findings: [late('fail', walFailMinutes)], gaps: [], facts };
  return { findings: lag > walWarnMinutes * MINUTE ? [late('warn', walWarnMinutes)] : [], gaps: [], facts };
}

/** Whether the write-ahead log of a physical backup that a program listed is archived in time; a fact where the list does not say. Pure. */
export function listedWal(
  { id, kind, walThrough = null }: Backup,
  { walWarnMinutes, walFailMinutes }: WalLimits,
  source: string,
  now: string,
): Pick<Judged, 'findings' | 'facts'> {
  // A snapshot of a volume and a logical backup restore alone, to their own moment.
  if (kind !== 'physical') return { findings: [], facts: [] };
  if (walThrough === null)
    return {
      findings: [],
      facts: [{ name: 'write-ahead log', value: 'not seen: the list does not tell through when it is archived (walThrough)' }],
    };
  const lag = Date.parse(now) - Date.parse(walThrough);
  const minutes = Math.floor(lag / MINUTE);
  const facts: Fact[] = [{ name: 'write-ahead log archived through', value: walThrough }];
  const late = (severity: CodeSeverity, limit: number): Finding =>
    finding(codes.WAL_LAG, {
      subject: `backup/${id}`,
      severity,
      message: `The write-ahead log of ${source} is archived through ${walThrough}, ${minutes} min ago; the limit is ${limit} min.`,
      expected: limit,
      actual: minutes,
    });
  if (lag > walFailMinutes * MINUTE) return { findings: [late('fail', walFailMinutes)], facts };
  return { findings: lag > walWarnMinutes * MINUTE ? [late('warn', walWarnMinutes)] : [], facts };
}
