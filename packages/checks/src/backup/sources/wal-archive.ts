import { z } from 'zod';
import type { Gap } from '@keycloak-release-gate/core';
import { readDatabase } from '../../database/connection.ts';
import type { Reading } from '../../database/connection.ts';
import type { CollectContext } from '@keycloak-release-gate/core';

const time = z.iso.datetime();

/** How far the write-ahead log is archived, as the server itself tells. */
export const WalArchive = z.object({
  now: time,
  systemIdentifier: z.string().nullable(),
  /** A replica archives nothing by itself. */
  inRecovery: z.boolean(),
  mode: z.string(),
  lastArchived: z.string().nullable(),
  lastArchivedAt: time.nullable(),
  lastFailed: z.string().nullable(),
  lastFailedAt: time.nullable(),
  /** Since when the server counts. */
  countedSince: time.nullable(),
  /** Bytes that were written after the end of the last archived segment; null where that is not known. */
  waiting: z.number().int().nullable(),
});
export type WalArchive = z.infer<typeof WalArchive>;

/** What pg_stat_archiver says; undefined and a gap where the database cannot be read. Every account may read it. */
export async function readWalArchive(
  context: Pick<CollectContext<unknown>, 'run' | 'secret' | 'signal'>,
): Promise<{ readonly archive: WalArchive | null; readonly gaps: readonly Gap[] }> {
  const { value, gaps = [] } = await readDatabase(context, async (reading) => ({ value: await read(reading) }));
  return { archive: value ?? null, gaps };
}

async function read({ query }: Reading): Promise<WalArchive> {
  const [row] = await query(
    `SELECT clock_timestamp() AS now, pg_is_in_recovery() AS in_recovery, current_setting('archive_mode') AS mode,
            last_archived_wal, last_archived_time, last_failed_wal, last_failed_time, stats_reset,
            pg_size_bytes(current_setting('wal_segment_size'))::text AS segment,
            CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text END AS written,
            has_function_privilege('pg_control_system()', 'EXECUTE') AS may_identify
       FROM pg_stat_archiver`,
  );
  const [identity] = row?.may_identify === true ? await query('SELECT system_identifier::text AS id FROM pg_control_system()') : [];
  const lastArchived = segmentOf(row?.last_archived_wal);
  return {
    now: timeOf(row?.now) ?? new Date(Number.NaN).toISOString(),
    systemIdentifier: typeof identity?.id === 'string' ? identity.id : null,
    inRecovery: row?.in_recovery === true,
    mode: String(row?.mode),
    lastArchived,
    lastArchivedAt: timeOf(row?.last_archived_time),
    lastFailed: segmentOf(row?.last_failed_wal),
    lastFailedAt: timeOf(row?.last_failed_time),
    countedSince: timeOf(row?.stats_reset),
    waiting: typeof row?.written === 'string' && lastArchived !== null ? waiting(row.written, lastArchived, String(row.segment)) : null,
  };
}

/** `000000010000000000000003.00000028.backup` is a file beside the segment that it begins with; a `.history` is none. */
const segmentOf = (name: unknown): string | null => (typeof name === 'string' ? (/^[0-9A-F]{24}/.exec(name)?.[0] ?? null) : null);
const timeOf = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

function waiting(written: string, lastArchived: string, segmentSize: string): number | null {
  const size = BigInt(segmentSize);
  const number = (BigInt(`0x${lastArchived.slice(8, 16)}`) * 0x1_0000_0000n) / size + BigInt(`0x${lastArchived.slice(16)}`);
  const bytes = BigInt(written) - (number + 1n) * size;
  return bytes >= 0n && bytes < BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : null;
}
