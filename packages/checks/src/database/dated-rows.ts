import { Gap, gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { columnsGap } from './columns-gap.ts';
import type { Reading } from './connection.ts';
import { datedKinds, datedPlaces, datedTitles } from './dated-places.ts';
import type { DatedKind, DatedPlace } from './dated-places.ts';
import { withinTime } from './within-time.ts';

const time = z.iso.datetime();

/** How much of one kind came when, seen from a backup. */
const DatedCount = z.object({
  /** Dated when the backup was taken, or before; null where that is not counted (events expire). What has no date is among it. */
  held: z.number().int().nullable(),
  /** The newest that was certainly there when it was taken, whatever the clocks say: the backup holds it. */
  newestHeld: time.nullable(),
  /** Dated after it: what restoring it loses. */
  since: z.number().int(),
  /** Of those, what is dated certainly after it, and before `until`. */
  between: z.number().int(),
});
type DatedCount = z.infer<typeof DatedCount>;

/** When a backup was taken, and how far one looks. */
export interface DatedWindow {
  readonly takenAt: { readonly earliest: string; readonly latest: string };
  /** Null: up to now. */
  readonly until: string | null;
}

/** What is dated before, and after, a backup. Kinds that could not be counted are not in it; `notCounted` says why. */
export const DatedRows = z.object({
  /** The database's own clock. */
  now: time,
  until: time,
  counts: z.partialRecord(z.enum(datedKinds), DatedCount),
  notCounted: z.array(Gap),
});
export type DatedRows = z.infer<typeof DatedRows>;

/** Milliseconds by which the clocks of Keycloak, the database and who takes the backups may differ. */
export const CLOCKS = 30_000;

/** Counts what came before and after a backup was taken. What takes longer than a query may is told as not counted. */
export async function countDatedRows(reading: Reading, { takenAt, until }: DatedWindow): Promise<DatedRows> {
  const [clock] = await reading.query('SELECT now() AS now');
  const now = clock?.['now'] instanceof Date ? clock['now'].toISOString() : '';
  const limits = {
    earliest: Date.parse(takenAt.earliest),
    latest: Date.parse(takenAt.latest),
    certain: Date.parse(takenAt.latest) + CLOCKS,
    until: Date.parse(until ?? now),
    // What is written when it is taken bears a time that is a little older, and is not in it.
    surelyHeld: Date.parse(takenAt.earliest) - CLOCKS,
  };
  const counts = new Map<DatedKind, DatedCount>();
  const notCounted = new Map<DatedKind, Gap[]>();
  for (const place of datedPlaces) {
    const counted = await countIn(reading, place, limits);
    if ('reason' in counted) notCounted.set(place.of, [...(notCounted.get(place.of) ?? []), counted]);
    else counts.set(place.of, sum(counts.get(place.of), counted));
  }
  return {
    now,
    until: new Date(limits.until).toISOString(),
    // Half of a kind is no count of it.
    counts: Object.fromEntries([...counts].filter(([kind]) => !notCounted.has(kind))),
    notCounted: [...notCounted.values()].flat(),
  };
}

type Limits = Readonly<Record<'earliest' | 'latest' | 'certain' | 'until' | 'surelyHeld', number>>;

async function countIn(reading: Reading, place: DatedPlace, limits: Limits): Promise<DatedCount | Gap> {
  const missing =
    (await columnsGap(reading, place)) ?? (place.unbounded ? await columnsGap(reading, { table: 'realm', columns: ['id'] }) : undefined);
  if (missing) return missing;
  const scale = place.unit === 's' ? 1_000 : 1;
  const values = [limits.earliest, limits.latest, limits.certain, limits.until, limits.surelyHeld].map((each) => Math.floor(each / scale));
  const rows = await withinTime(reading, () => reading.query(statement(reading, place), values));
  if (!rows)
    return gap(codes.NOT_COUNTED, {
      subject: `table/${reading.database.schema}.${place.table}`,
      reason: `Counting the ${datedTitles[place.of]} in ${place.table} took longer than the database is asked to work for the gate, or waited for somebody's lock.`,
    });
  const [row] = rows;
  const newest = row?.['newest'];
  return {
    held: place.unbounded ? null : Number(row?.['held']),
    newestHeld: newest === null || newest === undefined ? null : new Date(Number(newest) * scale).toISOString(),
    since: Number(row?.['since']),
    between: Number(row?.['between']),
  };
}

function statement({ quoted }: Reading, { table, at, where, unbounded }: DatedPlace): string {
  const after = `count(*) FILTER (WHERE ${at} > $1::bigint) AS since, count(*) FILTER (WHERE ${at} > $3::bigint AND ${at} <= $4::bigint) AS between`;
  if (unbounded)
    return `SELECT coalesce(sum(since), 0) AS since, coalesce(sum(between), 0) AS between, max(newest) AS newest
              FROM ${quoted('realm')} r, LATERAL (SELECT ${after} FROM ${quoted(table)} WHERE realm_id = r.id AND ${at} > least($1::bigint, $2::bigint)) AS counted,
                   LATERAL (SELECT max(${at}) AS newest FROM ${quoted(table)} WHERE realm_id = r.id AND ${at} <= $5::bigint) AS older`;
  return `SELECT count(*) FILTER (WHERE ${at} <= $2::bigint OR ${at} IS NULL) AS held, max(${at}) FILTER (WHERE ${at} <= $5::bigint) AS newest, ${after}
            FROM ${quoted(table)}${where === undefined ? '' : ` WHERE ${where}`}`;
}

const sum = (one: DatedCount | undefined, other: DatedCount): DatedCount =>
  one === undefined
    ? other
    : {
        held: one.held === null || other.held === null ? null : one.held + other.held,
        newestHeld: later(one.newestHeld, other.newestHeld),
        since: one.since + other.since,
        between: one.between + other.between,
      };

const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && Date.parse(other) > Date.parse(one)) ? other : one;
