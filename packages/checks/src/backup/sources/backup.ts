import { z } from 'zod';

const time = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What tells a backup from every other one of its keeper. */
export const BackupIdentity = z.object({
  /** What its keeper tells of it and never changes, in the keeper's own words. */
  facts: z.record(z.string(), z.string()),
  /** SHA-256 of its manifest, which holds the checksum of every file; null where it was not read. */
  manifest: sha256.nullable(),
  /** SHA-256 of the names and sizes of its files; null where they were not listed. */
  files: sha256.nullable(),
});
export type BackupIdentity = z.infer<typeof BackupIdentity>;

/** One backup, as whatever keeps it tells of it. */
export const Backup = z.object({
  /** Its name, by which it is restored. */
  id: z.string(),
  /** `logical`: the contents of one database. `physical`: the files of the whole cluster, to be rolled forward by its write-ahead log. */
  kind: z.enum(['logical', 'physical', 'snapshot']),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  /** The moment that a restore of it alone brings back: the start of a logical backup, the end of a physical one. */
  consistentAt: time.nullable(),
  /** Of a physical backup: the moment through which its write-ahead log is archived, where its keeper tells it. */
  walThrough: time.nullish(),
  bytes: z.number().int().min(0).nullable(),
  /** Of its content, where its keeper tells it; else of its identity. */
  sha256: z.string().nullable(),
  /** Absent where only its name is known, and where it was not looked at so closely: only the newest few are. */
  identity: BackupIdentity.optional(),
  /** Segments of the write-ahead log from its start to its end that the archive lacks; absent where nobody looked. */
  missingWal: z.array(z.string()).optional(),
  pgVersion: z.string().nullable(),
  dbName: z.string().nullable(),
  /** PostgreSQL's identifier of the cluster, in decimal digits. */
  systemId: z.string().nullable(),
  /** `damaged`: it came to its end, and what keeps it knows that it is not sound. */
  state: z.enum(['complete', 'running', 'failed', 'damaged']),
  /** What is wrong with it, in the words of what keeps it. */
  problem: z.string().nullable(),
});
export type Backup = z.infer<typeof Backup>;

/** Backups of one source. */
export const BackupList = z.object({
  /** As a reader knows it: `pgBackRest, stanza keycloak`. */
  source: z.string(),
  /** Newest first. */
  backups: z.array(Backup),
  /** Older ones that are not listed. */
  leftOut: z.number().int(),
});
export type BackupList = z.infer<typeof BackupList>;

const MOST_LISTED = 50;

/** The newest of them, newest first. */
export function newestBackups(all: readonly Backup[]): Pick<BackupList, 'backups' | 'leftOut'> {
  const order = ({ consistentAt, finishedAt, startedAt, id }: Backup): string => `${consistentAt ?? finishedAt ?? startedAt ?? ''} ${id}`;
  const sorted = all.toSorted((a, b) => (order(a) < order(b) ? 1 : -1));
  return { backups: sorted.slice(0, MOST_LISTED), leftOut: Math.max(0, sorted.length - MOST_LISTED) };
}
