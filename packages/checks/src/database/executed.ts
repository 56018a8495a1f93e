import type { DatabaseIdentity } from './identity.ts';

/** What became of the database since before the release. */
export type Executed =
  /** Plan B: what is there now was put there anew. */
  | { readonly kind: 'restored'; readonly how: string }
  /** Plan A, or nothing: it is the very same data. */
  | { readonly kind: 'not restored'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** What is known beside the identities of the database. */
export interface Traces {
  /** Versions that were recorded in the database since, and are still there. */
  readonly newVersions: readonly string[];
  /** How many rows are still there that are dated after the backup and before the release; 0 where that is not known. */
  readonly stillThere: number;
  /** How many such rows, of what neither expires nor is cleared, were there before the release, where none is left of them. */
  readonly gone: number;
  /** Of what neither expires nor is cleared, the newest that the backup holds is gone, too: of every kind that there was any of. */
  readonly newestGone: boolean;
  /** The release raises the version of Keycloak, and was deployed. */
  readonly raisesVersion: boolean;
}

/**
 * Whether the database was restored. A restore from a dump makes the database, its tables or their rows anew, and PostgreSQL numbers
 * them anew. A copy of the server's files has all the old numbers: then only time that went back tells. What neither shows is unknown.
 */
export function whatWasExecuted(before: DatabaseIdentity, now: DatabaseIdentity, traces: Traces): Executed {
  return byNumbers(before, now) ?? byTraces(before, now, traces);
}

function byNumbers(before: DatabaseIdentity, now: DatabaseIdentity): Executed | undefined {
  const [old, current] = [before.server.systemIdentifier, now.server.systemIdentifier];
  if (old !== null && current !== null && old !== current)
    return { kind: 'restored', how: `it is on another server (system identifier ${current}, not ${old})` };
  if (before.databaseNumber !== now.databaseNumber)
    return { kind: 'restored', how: `the database was made anew (number ${now.databaseNumber}, not ${before.databaseNumber})` };
  const known = before.tables.flatMap(({ name, number }) => {
    const same = now.tables.find((table) => table.name === name);
    return same ? [{ name, anew: same.number !== number }] : [];
  });
  const anew = known.filter((table) => table.anew).map(({ name }) => name);
  if (known.length > 0 && anew.length === known.length)
    return { kind: 'restored', how: `all ${known.length} tables that were looked at were made anew` };
  if (anew.length > 0)
    return {
      kind: 'unknown',
      why: `${anew.length} of ${known.length} tables were made anew (${anew.join(', ')}), and the others are those of before the release`,
    };
  return byRows(before, now);
}

/** Tables that were emptied and filled again keep their numbers, and no row of them is the one that was there. */
function byRows(before: DatabaseIdentity, now: DatabaseIdentity): Executed | undefined {
  if (!before.versions || !now.versions) return undefined;
  const kept = before.versions.map(
    (row) => now.versions?.some((other) => other.id === row.id && other.writtenBy === row.writtenBy) ?? false,
  );
  if (kept.every(Boolean)) return undefined;
  if (kept.some(Boolean)) return { kind: 'unknown', why: 'some rows of migration_model are those of before the release, and some are not' };
  return { kind: 'restored', how: 'the tables were emptied and filled again' };
}

/** It is the same database, with the same tables and rows: that of before, or a copy of the server's files. */
function byTraces(before: DatabaseIdentity, now: DatabaseIdentity, traces: Traces): Executed {
  const { newVersions, stillThere, gone, newestGone, raisesVersion } = traces;
  const recovered = recoveredBy(before.server, now.server);
  if (newVersions.length > 0)
    return { kind: 'not restored', why: `the mark of Keycloak ${newVersions.join(', ')}, which came since, is still in migration_model` };
  if (stillThere > 0) {
    const there = `what came after the backup and before the release is still there (${rowsOf(stillThere)})`;
    // It may have been recovered to a moment between these rows and the deploy.
    return recovered ? { kind: 'unknown', why: `${there}, and yet ${recovered.how}` } : { kind: 'not restored', why: there };
  }
  if (now.server.startedAt === before.server.startedAt)
    return { kind: 'not restored', why: 'the database is the same, and its server has run all the time since before the release' };
  // A few rows that are gone may have been deleted.
  if (gone > 0 && (newestGone || recovered))
    return {
      kind: 'restored',
      how: `what came after the backup and before the release is gone (${rowsOf(gone)}): the server's files are older ones`,
    };
  // A replica that took over would have brought the new version's mark with it; where none was to come, nothing tells them apart.
  if (recovered?.by === 'log' || (recovered && raisesVersion)) return { kind: 'restored', how: recovered.how };
  return {
    kind: 'unknown',
    why: `the database, its tables and rows are those of before the release; the server was started since, and nothing tells whether its files were restored${gone > 0 ? ` or whether what is gone (${rowsOf(gone)}) was deleted` : ''}`,
  };
}

/** What the server itself tells of a recovery; undefined where it tells nothing. */
function recoveredBy(
  old: DatabaseIdentity['server'],
  current: DatabaseIdentity['server'],
): { readonly by: 'log' | 'time line'; readonly how: string } | undefined {
  if (old.walBytes !== null && current.walBytes !== null && current.walBytes < old.walBytes)
    return { by: 'log', how: "the server's write-ahead log went back: its files are older ones" };
  if (old.timeline !== null && current.timeline !== null && current.timeline > old.timeline)
    return {
      by: 'time line',
      how: `the server was recovered to a point in time (its time line ${current.timeline} followed ${old.timeline})`,
    };
  return undefined;
}

const rowsOf = (count: number): string => (count === 1 ? 'one row' : `${count} rows`);
