import { finding } from '@keycloak-release-gate/core';
import type { Exhibit, Finding } from '@keycloak-release-gate/core';
import { hashName } from '../backup/pin.ts';
import type { Pin } from '../backup/pin.ts';
import { codes } from './codes.ts';
import { datedKinds, datedTitles } from './dated-places.ts';
import type { DatedKind } from './dated-places.ts';
import { CLOCKS } from './dated-rows.ts';
import type { DatedRows } from './dated-rows.ts';
import type { DatabaseIdentity } from './identity.ts';

/** What is held against each other after a restore. */
export interface Contents {
  readonly pin: Pin;
  readonly now: DatabaseIdentity;
  /** Dated rows of now, seen from the pinned backup; null where they were not counted. */
  readonly rows: DatedRows | null;
  /** The same before the release. */
  readonly rowsBefore: DatedRows | null;
  /** Versions whose marks came since before the release, and those whose marks are gone. */
  readonly newVersions: readonly string[];
  readonly lostVersions: readonly string[];
  /** The newest backup of the same database that is older than the pinned one, as far as one was known before the release. */
  readonly older?: Older | undefined;
}

/** Another backup, which may have been restored in the place of the pinned one. */
export interface Older {
  readonly name: string;
  readonly takenAt: { readonly latest: string };
}

/** Tables of which nothing that runs takes a row away. */
const steady = ['realm', 'client', 'keycloak_role'] as const;
/** Of those, where a client that registers itself adds one: more than were in the backup may have come since the restore. */
const growing: ReadonlySet<string> = new Set(['client', 'keycloak_role']);

interface Difference {
  readonly what: string;
  readonly expected: number | string;
  readonly actual: number | string;
  /** Certain: no everyday life explains it. */
  readonly certain: boolean;
  readonly saying: string;
}

/**
 * Whether the database that was restored is the pinned backup's. One that lacks rows of it is older, or was not restored whole; one that
 * holds what came after it is newer. A few users more or less may be everyday life since the restore.
 */
export function restoredContents({ pin, now, rows, rowsBefore, newVersions, lostVersions }: Contents): Finding[] {
  const users = usersDifference(pin, rows, rowsBefore);
  const differences = [
    ...marksDifference(newVersions, lostVersions),
    ...steady.flatMap((table) => steadyDifference(table, pin.counts[table], now.rows[table])),
    ...users,
    // Users who are missing are told once.
    ...endsEarlier(pin, rows, rowsBefore).filter(({ what }) => what !== 'users' || users.every(({ certain }) => !certain)),
    ...laterDifferences(rows),
  ];
  return differences.map(({ what, expected, actual, certain, saying }) =>
    finding(codes.RESTORED_FROM_ANOTHER, {
      subject: `database/${now.database}/${what}`,
      severity: certain ? 'fail' : 'warn',
      message: `${saying} The backup that was pinned before the release is ${pin.name} (${hashName(pin)} ${pin.sha256}).`,
      expected,
      actual,
    }),
  );
}

/** Every Keycloak leaves a mark of its version, which no other one takes away. */
function marksDifference(newVersions: readonly string[], lostVersions: readonly string[]): Difference[] {
  if (newVersions.length + lostVersions.length === 0) return [];
  const saying =
    lostVersions.length > 0
      ? `The restored database lacks the mark of Keycloak ${lostVersions.join(', ')} that was in it before the release.`
      : `The restored database bears the mark of Keycloak ${newVersions.join(', ')}: the backup was taken after the upgrade.`;
  return [{ what: 'migration_model', expected: 0, actual: newVersions.length + lostVersions.length, certain: true, saying }];
}

function steadyDifference(table: string, expected: number | undefined, actual: number | undefined): Difference[] {
  if (expected === undefined || actual === undefined || expected === actual) return [];
  return [
    {
      what: table,
      expected,
      actual,
      certain: actual < expected || !growing.has(table),
      saying: `The restored database holds ${actual} rows of ${table}, the pinned backup ${expected}.`,
    },
  ];
}

function usersDifference({ counts, takenAt }: Pin, rows: DatedRows | null, before: DatedRows | null): Difference[] {
  const expected = counts['user_entity'];
  const users = rows?.counts.users;
  const actual = users?.held;
  if (expected === undefined || !users || actual === undefined || actual === null || actual === expected) return [];
  return [
    {
      what: 'user_entity',
      expected,
      actual,
      // Who was created last before the backup is gone, too: an older backup ends earlier.
      certain: actual < expected && newestGone('users', { takenAt }, rows, before) !== undefined,
      saying: `The restored database holds ${actual} users who were created before ${takenAt.latest}, the pinned backup ${expected}.`,
    },
  ];
}

/** What is held against the newest of before the release; sessions come and go. */
const compared: readonly DatedKind[] = ['users', 'credentials', 'consents', 'userEvents', 'adminEvents'];

/** The pinned backup holds what was newest when it was taken: where that is gone, what was restored is older. */
function endsEarlier(pin: Pin, rows: DatedRows | null, before: DatedRows | null): Difference[] {
  return compared.flatMap((kind): Difference[] => {
    const gone = newestGone(kind, pin, rows, before);
    if (!gone) return [];
    const saying = `Of the ${datedTitles[kind]} before the pinned backup, the newest in the restored database is of ${gone.actual}, and was of ${gone.expected} before the release: what was restored ends earlier.`;
    return [{ what: kind, ...gone, certain: !isEverydayLife(kind, rows, before), saying }];
  });
}

function newestGone(
  kind: DatedKind,
  { takenAt }: Pick<Pin, 'takenAt'>,
  rows: DatedRows | null,
  before: DatedRows | null,
): { readonly expected: string; readonly actual: string } | undefined {
  const expected = before?.counts[kind]?.newestHeld ?? null;
  const now = rows?.counts[kind];
  // A record of an older gate may name one that came while the backup was taken.
  if (!now || expected === null || Date.parse(expected) > Date.parse(takenAt.earliest) - CLOCKS) return undefined;
  // Events expire, and are cleared: that there is none tells nothing.
  if (now.newestHeld === null) return now.held === null ? undefined : { expected, actual: 'no time' };
  return Date.parse(now.newestHeld) < Date.parse(expected) ? { expected, actual: now.newestHeld } : undefined;
}

/**
 * Who sets another password, or consents anew, gives the one that was there another date: it is then counted as come since. Events expire
 * by the rule of their realm, in one sooner than in another.
 */
function isEverydayLife(kind: DatedKind, rows: DatedRows | null, before: DatedRows | null): boolean {
  if (kind === 'userEvents' || kind === 'adminEvents') return true;
  if (kind === 'users') return false;
  const [was, is] = [before?.counts[kind], rows?.counts[kind]];
  return is !== undefined && is.since > 0 && (was?.held ?? 0) - (is.held ?? 0) <= is.since;
}

/** What is dated after the backup and before the release cannot be in a database that was restored from it. */
function laterDifferences(rows: DatedRows | null): Difference[] {
  return datedKinds.flatMap((kind) => {
    const actual = rows?.counts[kind]?.between ?? 0;
    if (!rows || actual === 0) return [];
    const saying = `The restored database holds what came after the pinned backup and before ${rows.until}: ${actual} ${datedTitles[kind]}.`;
    return [{ what: kind, expected: 0, actual, certain: true, saying }];
  });
}

/**
 * Which backup was restored, where nothing speaks against the pinned one. What came between an older backup and the pinned one, and is in
 * the database, tells the two apart; without it, it may be either.
 */
export function restoredBackup({ pin, rows, older }: Contents): string {
  if (!older) return pin.name;
  const until = Date.parse(older.takenAt.latest) + CLOCKS;
  const isApart = datedKinds.some((kind) => Date.parse(rows?.counts[kind]?.newestHeld ?? '') > until);
  return isApart
    ? pin.name
    : `not told: ${pin.name}, or an older one such as ${older.name}, for nothing in the database is dated between the two`;
}

/** The pinned backup and the database side by side. */
export const contentsExhibit = ({ pin, now, rows }: Contents): Exhibit => ({
  kind: 'table',
  topic: 'rollback',
  title: 'What was restored, held against the pinned backup',
  note: `${pin.name}, ${hashName(pin)} ${pin.sha256}, taken ${pin.takenAt.earliest}.`,
  columns: ['What', 'In the pinned backup', 'In the database'],
  rows: [
    ...steady.map((table) => [table, shown(pin.counts[table]), shown(now.rows[table])]),
    ['users created before it', shown(pin.counts['user_entity']), shown(rows?.counts.users?.held ?? undefined)],
    ...datedKinds.map((kind) => [`${datedTitles[kind]} between it and the release`, '0', shown(rows?.counts[kind]?.between)]),
  ],
});

const shown = (count: number | undefined): string => (count === undefined ? 'not counted' : String(count));
