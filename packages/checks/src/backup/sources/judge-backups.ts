import { finding, gap } from '@keycloak-release-gate/core';
import type { CodeSeverity, Exhibit, Fact, Finding, Gap } from '@keycloak-release-gate/core';
import { dayOf, hours, median } from '../age-and-size.ts';
import { codes } from '../codes.ts';
import type { Backup, BackupList } from './backup.ts';
import { sourceCodes } from './codes.ts';

export interface BackupLimits {
  readonly warnAfterHours: number;
  readonly failAfterHours: number;
  /** Of the same calendar day, in this time zone. */
  readonly sameDay?: boolean | undefined;
  readonly timeZone?: string | undefined;
  readonly smallestBytes?: number | undefined;
  /** There may be more of them than are listed. */
  readonly mayBeMore?: boolean | undefined;
  /** Where it is declared, logical backups of others are passed over. */
  readonly database?: string | undefined;
}

export interface JudgedBackups {
  readonly findings: Finding[];
  readonly gaps: Gap[];
  readonly facts: Fact[];
  readonly exhibits: Exhibit[];
  /** The one that a restore would take. */
  readonly good?: Backup;
}

const HOUR = 3_600_000;
const FUTURE_TOLERANCE = 5 * 60_000;

/** Whether a source holds a sound backup that is new enough. Pure. */
export function judgeBackups(
  list: BackupList,
  { database, smallestBytes, mayBeMore = false, ...limits }: BackupLimits,
  now: string,
): JudgedBackups {
  const subject = `source/${list.source}`;
  const backups = list.backups.filter(({ dbName }) => database === undefined || dbName === null || dbName === database);
  const exhibits = list.backups.length > 0 ? [table(list)] : [];
  const facts: Fact[] = [{ name: `backups in ${list.source}`, value: backups.length + list.leftOut }];
  const ended = backups.filter(({ state }) => state !== 'running');
  if (ended.length === 0)
    return backups.length > 0
      ? {
          findings: [],
          gaps: [
            gap(codes.IN_PROGRESS_ONLY, {
              subject,
              reason: `${backups[0]?.id} is still being taken, and ${list.source} has no other backup.`,
            }),
          ],
          facts,
          exhibits,
        }
      : { findings: [nothing(subject, list, database)], gaps: [], facts, exhibits };
  const good = ended.find(({ state }) => state === 'complete');
  const newer = good ? ended.slice(0, ended.indexOf(good)) : ended;
  const age = good ? ageOf(good, limits, now, list.source) : { findings: [], gaps: [], fresh: false };
  // Behind a sound backup that is new enough, a run that failed is a warning: somebody should look, and a restore would work.
  const findings = newer.flatMap((backup) => notSound(backup, list.source, age.fresh));
  return {
    findings: [
      ...findings,
      ...age.findings,
      ...(good ? sizes(good, ended, list.source, smallestBytes) : []),
      ...(mayBeMore ? [] : onlyOne(subject, ended, list)),
    ],
    gaps: age.gaps,
    facts: [...facts, ...(good ? factsOf(good, now) : [])],
    exhibits,
    ...(good ? { good } : {}),
  };
}

/** One that is known to be bad is none to fall back on. */
function onlyOne(subject: string, ended: readonly Backup[], { source, leftOut }: BackupList): Finding[] {
  const usable = ended.filter(({ state }) => state === 'complete');
  const [only] = usable;
  if (usable.length + leftOut !== 1 || !only) return [];
  const message = `${only.id} is the only sound backup of ${source}; there should be two at least.`;
  return [finding(codes.ONLY_ONE, { subject, message, expected: 2, actual: 1 })];
}

function nothing(subject: string, { source, backups }: BackupList, database: string | undefined): Finding {
  const foreign = [...new Set(backups.flatMap(({ dbName }) => dbName ?? []))];
  if (foreign.length === 0 || database === undefined) return finding(codes.NONE_FOUND, { subject, message: `${source} has no backup.` });
  const message = `${source} has backups of ${foreign.join(', ')} and none of "${database}".`;
  return finding(codes.WRONG_DATABASE, { subject, message, expected: database, actual: foreign });
}

/** What is wrong with a backup that its keeper does not call sound; `behind` a newer one that is. */
export function notSound({ id, state, problem, finishedAt, startedAt }: Backup, source: string, behind: boolean): Finding[] {
  const subject = `backup/${id}`;
  const at = finishedAt ?? startedAt;
  const when = at === null ? '' : ` at ${at}`;
  const why = problem === null ? '' : `: ${problem}`;
  if (state === 'damaged')
    return [
      finding(sourceCodes.PAGE_CHECKSUM_ERRORS, {
        subject,
        message: `${source} found the database damaged while it took ${id}${when}${why}.`,
      }),
    ];
  const message = `${id} of ${source} failed${when}${why}.`;
  return [finding(sourceCodes.LAST_RUN_FAILED, { subject, message, ...(behind ? { severity: 'warn' } : {}) })];
}

interface Aged {
  readonly findings: Finding[];
  readonly gaps: Gap[];
  readonly fresh: boolean;
}

/** Whether a backup is young enough. */
export function ageOf(
  good: Backup,
  { warnAfterHours, failAfterHours, sameDay = false, timeZone = 'UTC' }: Omit<BackupLimits, 'database' | 'smallestBytes' | 'mayBeMore'>,
  now: string,
  source: string,
): Aged {
  const subject = `backup/${good.id}`;
  if (good.consistentAt === null) {
    const reason = `${good.id} of ${source} says neither when it began nor when it ended.`;
    return { findings: [], gaps: [gap(sourceCodes.TIME_UNKNOWN, { subject, reason })], fresh: false };
  }
  const age = Date.parse(now) - Date.parse(good.consistentAt);
  if (age < -FUTURE_TOLERANCE) {
    const message = `${good.id} of ${source} is dated ${good.consistentAt}, which is ${hours(-age)} h after now (${now}); a clock may be ${FUTURE_TOLERANCE / 60_000} min ahead.`;
    return {
      findings: [finding(codes.FUTURE_DATED, { subject, message, expected: now, actual: good.consistentAt })],
      gaps: [],
      fresh: false,
    };
  }
  const stale = (severity: CodeSeverity, limit: number): Finding =>
    finding(codes.STALE, {
      subject,
      severity,
      message: `${good.id}, the newest sound backup of ${source}, was taken ${hours(age)} h ago, at ${good.consistentAt}; the limit is ${limit} h.`,
      expected: limit,
      actual: hours(age),
    });
  if (age > failAfterHours * HOUR) return { findings: [stale('fail', failAfterHours)], gaps: [], fresh: false };
  const [day, today] = [dayOf(good.consistentAt, timeZone), dayOf(now, timeZone)];
  if (sameDay && day !== today) {
    const message = `${good.id}, the newest sound backup of ${source}, was taken on ${day}, and today is ${today} (${timeZone}): the environment asks for a backup of the same day.`;
    return { findings: [finding(codes.STALE, { subject, message, expected: today, actual: day })], gaps: [], fresh: false };
  }
  if (age > warnAfterHours * HOUR) return { findings: [stale('warn', warnAfterHours)], gaps: [], fresh: true };
  return { findings: [], gaps: [], fresh: true };
}

/** Against the median of the backups before it, in percent (spec: defaults for backups). */
const size = { fails: 50, warns: 70, jumps: 200, comparedWith: 5, fewest: 2 } as const;

function sizes(good: Backup, all: readonly Backup[], source: string, smallest: number | undefined): Finding[] {
  if (good.bytes === null) return [];
  const subject = `backup/${good.id}`;
  if (good.bytes === 0) return [finding(codes.EMPTY, { subject, message: `${good.id} of ${source} has no content (0 bytes).`, actual: 0 })];
  if (smallest !== undefined && good.bytes < smallest) {
    const message = `${good.id} of ${source} has ${good.bytes} bytes; the environment asks for ${smallest} at least.`;
    return [finding(codes.SIZE_DROP, { subject, message, expected: smallest, actual: good.bytes })];
  }
  const before = all
    .slice(all.indexOf(good) + 1)
    .flatMap(({ state, kind, bytes }) => (state === 'complete' && kind === good.kind && bytes !== null && bytes > 0 ? [bytes] : []))
    .slice(0, size.comparedWith);
  if (before.length < size.fewest) return [];
  const usual = median(before);
  const percent = Math.round((good.bytes / usual) * 100);
  const told = (limit: string) => ({
    subject,
    message: `${good.id} of ${source} has ${good.bytes} bytes, ${percent} % of the median of the ${before.length} backups before it (${usual} bytes); the limit is ${limit} %.`,
    actual: percent,
  });
  if (percent < size.fails) return [finding(codes.SIZE_DROP, { ...told(`at least ${size.fails}`), expected: size.fails })];
  if (percent < size.warns)
    return [finding(codes.SIZE_DROP, { ...told(`at least ${size.warns}`), expected: size.warns, severity: 'warn' })];
  return percent > size.jumps ? [finding(codes.SIZE_JUMP, { ...told(`at most ${size.jumps}`), expected: size.jumps })] : [];
}

const factsOf = ({ id, kind, consistentAt, bytes, sha256, identity, pgVersion }: Backup, now: string): Fact[] => [
  { name: 'newest sound backup', value: id },
  { name: 'kind', value: kind },
  ...(consistentAt === null ? [] : [{ name: 'age', value: hours(Date.parse(now) - Date.parse(consistentAt)), unit: 'h' }]),
  ...(bytes === null ? [] : [{ name: 'size', value: bytes, unit: 'bytes' }]),
  ...(sha256 === null ? [] : [{ name: identity ? 'fingerprint' : 'SHA-256', value: sha256 }]),
  ...(pgVersion === null ? [] : [{ name: 'PostgreSQL', value: pgVersion }]),
];

const MOST_ROWS = 10;

const table = ({ source, backups, leftOut }: BackupList): Exhibit => ({
  kind: 'table',
  title:
    backups.length > MOST_ROWS ? `The newest ${MOST_ROWS} of ${backups.length + leftOut} backups of ${source}` : `The backups of ${source}`,
  columns: ['Backup', 'Kind', 'Restores', 'Bytes', 'State'],
  rows: backups
    .slice(0, MOST_ROWS)
    .map(({ id, kind, consistentAt, bytes, state, problem }) => [
      id,
      kind,
      consistentAt ?? '',
      bytes === null ? '' : String(bytes),
      problem === null ? state : `${state}: ${problem}`,
    ]),
});
