import { finding, gap } from '@keycloak-release-gate/core';
import type { CodeSeverity, Finding, Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import type { Dump } from './directory.ts';

const HOUR = 3_600_000;
/** A clock may be this much ahead. */
const FUTURE_TOLERANCE = 5 * 60_000;
/** Against the median of the backups before it, in percent (spec: defaults for backups). */
const size = { fails: 50, warns: 70, jumps: 200, comparedWith: 5, fewest: 2 } as const;

/** Hours, to a tenth. */
export const hours = (milliseconds: number): number => Math.round(milliseconds / (HOUR / 10)) / 10;

interface Limits {
  readonly warnAfterHours: number;
  readonly failAfterHours: number;
  readonly sameDay: boolean;
  readonly timeZone: string;
}
type Age = 'fresh' | 'warn' | 'fail' | 'future';

/** Whether a backup is too old, or from the future; a gap where that depends on the time zone of a clock that nobody named. */
export function ageFindings(dump: Dump, limits: Limits, now: string): { readonly findings: Finding[]; readonly gaps: Gap[] } {
  const hourly = hourlyFindings(dump, limits, now);
  // A warning of its age says less than that it is of another day.
  if (!limits.sameDay || hourly.gaps.length > 0 || hourly.findings.some(({ severity }) => severity === 'fail')) return hourly;
  const { name, takenAt } = dump;
  const today = dayOf(now, limits.timeZone);
  const [first, last] = [dayOf(takenAt.earliest, limits.timeZone), dayOf(takenAt.latest, limits.timeZone)];
  if (first === today && last === today) return hourly;
  const subject = `backup/${name}`;
  if (first === today || last === today) {
    const reason = `${name} was taken on ${first} or on ${last}, depending on the time zone of the machine; today is ${today} (${limits.timeZone}).`;
    return { findings: [], gaps: [gap(codes.TIME_AMBIGUOUS, { subject, reason })] };
  }
  const message = `${name} was taken on ${last}, and today is ${today} (${limits.timeZone}): the environment asks for a backup of the same day.`;
  return { findings: [finding(codes.STALE, { subject, message, expected: today, actual: last })], gaps: [] };
}

/** The calendar day of a moment: `2026-11-23`. */
export const dayOf = (moment: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(Date.parse(moment));

function hourlyFindings(dump: Dump, limits: Limits, now: string): { readonly findings: Finding[]; readonly gaps: Gap[] } {
  const subject = `backup/${dump.name}`;
  const { earliest, latest, source } = dump.takenAt;
  const age = Date.parse(now) - Date.parse(earliest);
  const [oldest, youngest] = [rate(age, limits), rate(Date.parse(now) - Date.parse(latest), limits)];
  const by = source === 'manifest' ? '' : ` (by its ${source})`;
  const future = (at: string): Finding => {
    const ahead = hours(Date.parse(at) - Date.parse(now));
    const message = `${dump.name} is dated ${at}${by}, which is ${ahead} h after now (${now}); a clock may be ${FUTURE_TOLERANCE / 60_000} min ahead.`;
    return finding(codes.FUTURE_DATED, { subject, message, expected: now, actual: at });
  };
  // Later than the file itself in every time zone, and later than now: its clock is wrong, whatever the other one says.
  if (youngest === 'future' && Date.parse(latest) > Date.parse(dump.modifiedAt) + FUTURE_TOLERANCE)
    return { findings: [future(oldest === 'future' ? earliest : latest)], gaps: [] };
  if (oldest !== youngest) {
    const reason = `${dump.name} was taken at ${earliest} or at ${latest}, or between them, depending on the time zone and the clock of the machine: its age is ${oldest} or ${youngest}.`;
    return { findings: [], gaps: [gap(codes.TIME_AMBIGUOUS, { subject, reason })] };
  }
  const stale = (severity: CodeSeverity, limit: number): Finding =>
    finding(codes.STALE, {
      subject,
      severity,
      message: `${dump.name} was taken ${hours(age)} h ago, at ${earliest}${by}; the limit is ${limit} h.`,
      expected: limit,
      actual: hours(age),
    });
  switch (oldest) {
    case 'fresh':
      return { findings: [], gaps: [] };
    case 'warn':
      return { findings: [stale('warn', limits.warnAfterHours)], gaps: [] };
    case 'fail':
      return { findings: [stale('fail', limits.failAfterHours)], gaps: [] };
    case 'future':
      return { findings: [future(earliest)], gaps: [] };
  }
}

function rate(age: number, { warnAfterHours, failAfterHours }: Omit<Limits, 'sameDay' | 'timeZone'>): Age {
  if (age < -FUTURE_TOLERANCE) return 'future';
  if (age > failAfterHours * HOUR) return 'fail';
  return age > warnAfterHours * HOUR ? 'warn' : 'fresh';
}

/** Whether a backup is smaller than any may be, or out of proportion to those before it. Fewer than two before it tell nothing. */
export function sizeFindings(dump: Dump, dumps: readonly Dump[], smallest: number | undefined): Finding[] {
  if (smallest !== undefined && dump.bytes < smallest) {
    const message = `${dump.name} has ${dump.bytes} bytes; the environment asks for ${smallest} at least.`;
    return [finding(codes.SIZE_DROP, { subject: `backup/${dump.name}`, message, expected: smallest, actual: dump.bytes })];
  }
  const before = dumps
    .slice(dumps.indexOf(dump) + 1)
    .filter(
      (other) =>
        other.kind === dump.kind &&
        other.packed === dump.packed &&
        other.bytes > 0 &&
        other.contents.kind !== 'broken' &&
        other.contents.kind !== 'truncated',
    )
    .slice(0, size.comparedWith);
  if (before.length < size.fewest) return [];
  const usual = median(before.map((other) => other.bytes));
  const percent = Math.round((dump.bytes / usual) * 100);
  const told = (limit: string) => ({
    subject: `backup/${dump.name}`,
    message: `${dump.name} has ${dump.bytes} bytes, ${percent} % of the median of the ${before.length} backups before it (${usual} bytes); the limit is ${limit} %.`,
    actual: percent,
  });
  if (percent < size.fails) return [finding(codes.SIZE_DROP, { ...told(`at least ${size.fails}`), expected: size.fails })];
  if (percent < size.warns)
    return [finding(codes.SIZE_DROP, { ...told(`at least ${size.warns}`), expected: size.warns, severity: 'warn' })];
  return percent > size.jumps ? [finding(codes.SIZE_JUMP, { ...told(`at most ${size.jumps}`), expected: size.jumps })] : [];
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? 0) + upper) / 2);
}
