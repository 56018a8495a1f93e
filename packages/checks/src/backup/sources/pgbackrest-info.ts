import { z } from 'zod';
import type { Backup } from './backup.ts';

/** Of one stanza, as `pgbackrest info --output=json` tells it. */
export interface StanzaInfo {
  readonly backups: readonly Backup[];
  /** PostgreSQL's identifier of the cluster that it backs up now. */
  readonly systemId: string | null;
  /** The newest segment of the write-ahead log in its archive. */
  readonly walThrough: string | null;
  /** The newest segment that a backup needs to become consistent, by the backup's name. */
  readonly needs: Readonly<Record<string, string>>;
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
        database: z.object({ id: z.number(), 'repo-key': z.number().optional() }),
        max: z.string().nullish(),
      }),
    )
    .default([]),
  backup: z
    .array(
      z.object({
        label: z.string(),
        type: z.string(),
        timestamp: moment,
        archive: z.object({ start: z.string().nullish(), stop: z.string().nullish() }).optional(),
        database: z.object({ id: z.number(), 'repo-key': z.number().optional() }),
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
    running: stanza.status.lock?.backup.held === true,
    problem: state.code === 0 || state.code === NO_BACKUPS ? null : { code: state.code, message: state.message },
  };
}
