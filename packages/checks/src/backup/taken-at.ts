import type { Dump } from './directory.ts';
import { instantOf } from '../wall-time.ts';

/** What tells when a dump was taken. */
export interface TimeMarks {
  readonly name: string;
  readonly manifest: { readonly snapshotAt: string } | null;
  /** From the header of an archive. */
  readonly wallTime?: string | undefined;
  /** When the file was last written to, in milliseconds since 1970. */
  readonly modified: number;
}

const HOUR = 3_600_000;
/** Milliseconds by which clocks of two machines may differ. */
const CLOCK_TOLERANCE = 300_000;
/** No time zone is further from UTC. */
const FURTHEST_ZONE = 14 * HOUR;

/**
 * Between which two moments a dump was taken; the zone is that of the environment. A header whose time is later than that of its file, in
 * this zone and in UTC, was written in one further east, which leaves 14 hours open; where that does not explain it either, one of the two
 * clocks was wrong, and `latest` is the later one. A file that was copied may look younger than it is: where all there is to go by is its
 * time, a day in its name that lies before is believed as much.
 */
export function takenAt({ name, manifest, wallTime, modified }: TimeMarks, timeZone: string): Dump['takenAt'] {
  if (manifest) return { earliest: manifest.snapshotAt, latest: manifest.snapshotAt, source: 'manifest' };
  if (wallTime === undefined) {
    const day = dayInName(name);
    const isBefore = day !== undefined && day + 24 * HOUR + FURTHEST_ZONE < modified;
    return { earliest: iso(isBefore ? day - FURTHEST_ZONE : modified), latest: iso(modified), source: 'modification time' };
  }
  const asUtc = Date.parse(`${wallTime}Z`);
  const readings = [asUtc, instantOf(wallTime, timeZone)].toSorted((a, b) => a - b);
  // The file was last written after pg_dump began: a reading of its time that is later cannot be right.
  const possible = readings.filter((reading) => reading <= modified + CLOCK_TOLERANCE);
  const [earliest, latest] = [possible[0], possible.at(-1)];
  if (earliest !== undefined && latest !== undefined) return { earliest: iso(earliest), latest: iso(latest), source: 'header' };
  const furthest = asUtc - FURTHEST_ZONE;
  return furthest <= modified + CLOCK_TOLERANCE
    ? { earliest: iso(Math.min(furthest, modified)), latest: iso(modified), source: 'header' }
    : { earliest: iso(modified), latest: iso(furthest), source: 'header' };
}

const iso = (time: number): string => new Date(time).toISOString();

/** The beginning of a day that is written in a name (`keycloak-2026-11-23.sql.gz`, `keycloak_20261123T0200.sql`), as one in UTC. */
function dayInName(name: string): number | undefined {
  const [, year, month, day] = /(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?(?!\d)/.exec(name) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}
