import { z } from 'zod';
import type { Backup } from './backup.ts';

/** What one backup consists of, and what tells it from the others. */
export interface SetDetails {
  readonly facts: Readonly<Record<string, string>>;
  /** The repository that it lies in: 1, 2…; undefined where pgBackRest has but one. */
  readonly repository: number | undefined;
  /** Its own label, and those of the backups that an incremental one stands on. */
  readonly labels: readonly string[];
  /** The segments from which and up to which it needs the write-ahead log; undefined for one that was taken of a stopped server. */
  readonly wal:
    | { readonly archive: string; readonly start: string; readonly stop: string; readonly startLsn: string | undefined }
    | undefined;
}

/** Of one stanza, as `pgbackrest info --output=json` tells it. */
export interface StanzaInfo {
  readonly backups: readonly Backup[];
  /** PostgreSQL's identifier of the cluster that it backs up now. */
  readonly systemId: string | null;
  /** The newest segment of the write-ahead log in its archive. */
  readonly walThrough: string | null;
  /** The newest segment that a backup needs to become consistent, by the backup's name. */
  readonly needs: Readonly<Record<string, string>>;
  /** By the backup's name. */
  readonly details: Readonly<Record<string, SetDetails>>;
  /** A backup is being taken at this moment. */
  readonly running: boolean;
  /** What pgBackRest itself says is wrong with the stanza; null where nothing is. */
  readonly problem: { readonly code: number; readonly message: string } | null;
}

const moment = z.object({ start: z.number(), stop: z.number() });
const status = z.object({ code: z.number(), message: z.string() });
// Members that are not listed here are ignored; other versions have more, or fewer of the optional ones.
const Stanza = z.object({
  name: z.string(),
  status: status.extend({ lock: z.object({ backup: z.object({ held: z.boolean() }) }).optional() }),
  repo: z.array(z.object({ key: z.number(), status })).default([]),
  db: z.array(z.object({ id: z.number(), 'repo-key': z.number().optional(), 'system-id': z.string(), version: z.string() })).default([]),
  archive: z
    .array(
      z.object({
        id: z.string().optional(),
        database: z.object({ id: z.number(), 'repo-key': z.number().optional() }),
        max: z.string().nullish(),
      }),
    )
    .default([]),
  backup: z
    .array(
      z.object({
        // It is part of paths and of arguments.
        label: z.string().regex(/^\d{8}-\d{6}F(?:_\d{8}-\d{6}[DI])?$/),
        type: z.string(),
        timestamp: moment,
        archive: z.object({ start: z.string().nullish(), stop: z.string().nullish() }).optional(),
        database: z.object({ id: z.number(), 'repo-key': z.number().optional() }),
        lsn: z.object({ start: z.string().nullish(), stop: z.string().nullish() }).nullish(),
        reference: z.array(z.string()).nullish(),
        info: z.object({ size: z.number().int() }).optional(),
        error: z.boolean().nullish(),
      }),
    )
    .default([]),
});

/** pgBackRest's own code for a stanza without a backup: not a fault of the repository. */
const NO_BACKUPS = 2;

/**
 * Reads what pgBackRest printed. Returns a sentence where it is not what pgBackRest prints, and undefined where it does not know the
 * stanza. With a repository (1, 2…), what lies in others is passed over.
 */
export function parseStanza(output: string, stanza: string, repository: number | undefined): StanzaInfo | string | undefined {
  let value: unknown;
  try {
    // An identifier has more digits than a number keeps.
    value = JSON.parse(output.replaceAll(/("system-id"\s*:\s*)(\d+)/g, '$1"$2"'));
  } catch (error) {
    if (error instanceof SyntaxError) return 'what it printed is not JSON';
    throw error;
  }
  const parsed = z.array(z.unknown()).safeParse(value);
  if (!parsed.success) return 'it printed no list of stanzas';
  const found = parsed.data.find((each) => z.object({ name: z.literal(stanza) }).safeParse(each).success);
  if (found === undefined) return undefined;
  const read = Stanza.safeParse(found);
  if (!read.success) return `${read.error.issues[0]?.path.join('.') ?? ''}: ${read.error.issues[0]?.message ?? ''}`;
  return described(read.data, repository);
}

function described(stanza: z.infer<typeof Stanza>, repository: number | undefined): StanzaInfo {
  const here = ({ 'repo-key': key }: { readonly 'repo-key'?: number | undefined }): boolean =>
    repository === undefined || key === undefined || key === repository;
  const databases = stanza.db.filter(here);
  const current = databases.toSorted((a, b) => b.id - a.id)[0];
  const archived = stanza.archive
    .filter(({ database }) => here(database) && database.id === current?.id)
    .flatMap(({ max }) => max ?? [])
    .toSorted()
    .at(-1);
  const backups = stanza.backup.filter(({ database }) => here(database));
  const state = repository === undefined ? stanza.status : (stanza.repo.find(({ key }) => key === repository)?.status ?? stanza.status);
  return {
    backups: backups.map((backup): Backup => {
      const of = databases.find(({ id }) => id === backup.database.id);
      const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
      return {
        id: backup.label,
        kind: 'physical',
        startedAt: at(backup.timestamp.start),
        finishedAt: at(backup.timestamp.stop),
        consistentAt: at(backup.timestamp.stop),
        bytes: backup.info?.size ?? null,
        sha256: null,
        pgVersion: of?.version ?? null,
        dbName: null,
        systemId: of?.['system-id'] ?? null,
        state: backup.error === true ? 'damaged' : 'complete',
        problem: backup.error === true ? 'pages with a wrong checksum' : null,
      };
    }),
    systemId: current?.['system-id'] ?? null,
    walThrough: archived ?? null,
    needs: Object.fromEntries(
      backups.flatMap(({ label, archive, database }) => (archive?.stop && database.id === current?.id ? [[label, archive.stop]] : [])),
    ),
    details: Object.fromEntries(backups.map((backup) => [backup.label, detailsOf(stanza, backup)])),
    running: stanza.status.lock?.backup.held === true,
    problem: state.code === 0 || state.code === NO_BACKUPS ? null : { code: state.code, message: state.message },
  };
}

function detailsOf({ db, archive }: z.infer<typeof Stanza>, backup: z.infer<typeof Stanza>['backup'][number]): SetDetails {
  const { label, type, timestamp, lsn, database, info, reference } = backup;
  const key = database['repo-key'];
  const isSame = (id: number, of: number | undefined): boolean =>
    id === database.id && (of === undefined || key === undefined || of === key);
  const cluster = db.find((each) => isSame(each.id, each['repo-key']));
  const place = archive.find((each) => isSame(each.database.id, each.database['repo-key']));
  const [start, stop] = [backup.archive?.start ?? undefined, backup.archive?.stop ?? undefined];
  const facts = {
    label,
    type,
    started: String(timestamp.start),
    stopped: String(timestamp.stop),
    'first segment': start,
    'last segment': stop,
    'first position': lsn?.start ?? undefined,
    'last position': lsn?.stop ?? undefined,
    bytes: info && String(info.size),
    'stands on': (reference ?? []).join(' '),
    cluster: cluster?.['system-id'],
    PostgreSQL: cluster?.version,
  };
  return {
    facts: Object.fromEntries(
      Object.entries(facts).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
    ),
    repository: key,
    labels: [label, ...(reference ?? []).filter((each) => each !== label)],
    wal: start && stop && place?.id ? { archive: place.id, start, stop, startLsn: lsn?.start ?? undefined } : undefined,
  };
}
