import { Confirmation, covers, finding, gap, nameOfAuthor, saidBy, samePerson } from '@keycloak-release-gate/core';
import type { Code, Exhibit, Finding, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { hashName } from '../backup/pin.ts';
import type { Pin } from '../backup/pin.ts';
import { codes } from './codes.ts';
import { whyOtherSubstance } from './confirmed.ts';

const time = z.iso.datetime({ offset: true });
const Window = z.strictObject({ from: time, to: time });
type Window = z.infer<typeof Window>;
/** What names a backup. */
type Pinned = Pick<Pin, 'name' | 'keeper' | 'sha256'>;

/** What is asked of a stand-by, and what was confirmed. */
export const StandBy = z.object({
  release: z.string().optional(),
  author: z.string().optional(),
  environment: z.string().optional(),
  confirmations: z.array(Confirmation).default([]),
  /** The SHA-256 of what the release ships. Records of before do not tell it. */
  substance: z.string().optional(),
  window: Window.optional(),
  /** `now`, or the whole window of the release with the time that it is watched afterwards, where it declares one. */
  during: z.enum(['now', 'window']).default('now'),
  /** Why places where it may be confirmed could not be read. */
  unread: z.array(z.string()).default([]),
});

/** Whether somebody other than the author is on stand-by for the pinned backup, for all of the time that is asked of. Pure. */
export function judgeStandBy(
  { pin }: { readonly pin: Pinned | null },
  { release, author, environment, confirmations, substance, window, during }: z.infer<typeof StandBy>,
  now: string,
): Judgement {
  if (release === undefined)
    return { findings: [], gaps: [gap(codes.NO_RELEASE, { subject: 'release', reason: 'Only a release has an engineer on stand-by.' })] };
  const subject = `release/${release}`;
  const all = confirmations.filter((each) => each.type === 'stand-by engineer');
  const standBys = all.filter((each) => each.release === release && (each.environment ?? environment) === environment);
  const exhibits = standBys.length > 0 ? [table(standBys)] : [];
  if (standBys.length === 0) {
    const elsewhere = ofAnother(subject, release, environment, all);
    if (elsewhere) return { findings: [elsewhere], exhibits: [table(all)] };
    const message = `The release ${release} has no confirmation of a stand-by engineer.`;
    return { findings: [finding(codes.STAND_BY_MISSING, { subject, message })] };
  }
  const ofRelease = standBys.filter((each) => whyOtherSubstance(each, substance) === undefined);
  if (ofRelease.length === 0) return { findings: ofOtherSubstance(subject, standBys, substance), exhibits };
  const ofPinned = ofRelease.filter(({ backup }) => backup === undefined || backup === pin?.sha256);
  if (ofPinned.length === 0) return { ...forAnotherBackup(subject, ofRelease, pin), exhibits };
  if (author === undefined) {
    const reason = `The release ${release} names no author, so nobody can tell whether ${ofPinned.map((each) => each.person).join(', ')} is another person.`;
    return { findings: [], gaps: [gap(codes.AUTHOR_UNKNOWN, { subject, reason })], exhibits };
  }
  const others = ofPinned.filter((each) => nameOfAuthor(each, author) === undefined);
  if (others.length === 0) {
    const stoodFor = ofPinned.filter(({ person }) => !samePerson(person, author));
    const message =
      stoodFor.length === 0
        ? `${author} is the author of the release and the only one on stand-by.`
        : `${author}, the author of the release, wrote down the only stand-by that there is: that of ${stoodFor.map(({ person }) => person).join(', ')}.`;
    return { findings: [finding(codes.STAND_BY_IS_AUTHOR, { subject, message, actual: author })], exhibits };
  }
  const span = during === 'window' && window ? window : { from: now, to: now };
  const findings = uncovered(subject, others, span, now);
  return {
    findings,
    facts:
      findings.length > 0
        ? []
        : others
            .filter((each) => covers(each, span.from))
            .map((each) => ({ name: 'on stand-by', value: `${each.person} (${each.role}), until ${each.expiresAt}` })),
    exhibits,
  };
}

/** Every one of them stands by for another release, or elsewhere; undefined where there is none at all. */
function ofAnother(subject: string, release: string, environment: string | undefined, all: readonly Confirmation[]): Finding | undefined {
  const ofRelease = all.filter((each) => each.release === release);
  const told = ofRelease.length > 0 ? ofRelease : all;
  if (told.length === 0) return undefined;
  const said = told
    .map((each) => `${each.person} for ${ofRelease.length > 0 ? each.environment : `the release ${each.release}`}`)
    .join('; ');
  const [code, expected, actual] =
    ofRelease.length > 0
      ? [codes.CONFIRMATION_OTHER_ENVIRONMENT, environment ?? '', told.map((each) => each.environment ?? '').join(', ')]
      : [codes.CONFIRMATION_OTHER_RELEASE, release, told.map((each) => each.release).join(', ')];
  const message = `Nobody is on stand-by for the release ${release}${environment === undefined ? '' : ` on ${environment}`}: ${said}.`;
  return finding(code, { subject, message, expected, actual, remedy: `${code.remedy} ${codes.STAND_BY_MISSING.remedy}` });
}

/** Every one of them stands by for the release as it was. */
function ofOtherSubstance(subject: string, standBys: readonly Confirmation[], expected: string | undefined): Finding[] {
  const people = standBys.map(({ person }) => person).join(', ');
  const message = `The stand-by by ${people} does not count: what was confirmed is the release as it was before it changed.`;
  const actual = standBys.flatMap(({ substance }) => substance ?? []).join(', ');
  return [finding(codes.CONFIRMATION_OTHER_SUBSTANCE, { subject, message, expected: expected ?? '', actual })];
}

/** Every confirmation rests on one backup, and none of them on the one that would be restored. */
function forAnotherBackup(subject: string, standBys: readonly Confirmation[], pin: Pinned | null): Judgement {
  const [first] = standBys;
  const said = standBys.map(({ person, backup }) => `${person} for the backup with the SHA-256 ${backup}`).join('; ');
  if (!pin) {
    const reason = `The stand-by is confirmed for one backup alone (${said}), and none is known that would be restored.`;
    return { findings: [], gaps: [gap(codes.STAND_BY_BACKUP_UNKNOWN, { subject, reason })] };
  }
  const message = `The stand-by is confirmed for another backup than ${pin.name} (${hashName(pin)} ${pin.sha256}), which would be restored: ${said}.`;
  return { findings: [finding(codes.STAND_BY_OTHER_BACKUP, { subject, message, expected: pin.sha256, actual: first?.backup ?? '' })] };
}

/** The moment from which on nobody is on stand-by, if there is one within the span. */
function uncovered(subject: string, standBys: readonly Confirmation[], { from, to }: Window, now: string): Finding[] {
  const said = standBys.filter((each) => saidBy(each, now));
  let at = from;
  for (;;) {
    const current = at;
    const next = said.filter((each) => covers(each, current)).toSorted((a, b) => Date.parse(b.expiresAt) - Date.parse(a.expiresAt))[0];
    if (next && Date.parse(next.expiresAt) > Date.parse(to)) return [];
    if (!next) break;
    at = next.expiresAt;
  }
  const spans = standBys
    .map((each) => `${each.person} from ${each.validFrom} to ${each.expiresAt}, confirmed ${each.confirmedAt}`)
    .join('; ');
  const message = `Nobody is on stand-by at ${at}${from === to ? '' : `, within the window from ${from} to ${to}`}: ${spans}.`;
  return [finding(whyUncovered(standBys, from, now), { subject, message, expected: at })];
}

/** Whether all of them are over now, or begin only after the span does; else there is a gap between them, or they end before it. */
function whyUncovered(standBys: readonly Confirmation[], from: string, now: string): Code {
  if (standBys.every(({ expiresAt }) => Date.parse(expiresAt) <= Date.parse(now))) return codes.STAND_BY_EXPIRED;
  const isLater = (each: Confirmation): boolean => !saidBy(each, now) || Date.parse(each.validFrom) > Date.parse(from);
  return standBys.every(isLater) ? codes.STAND_BY_NOT_YET : codes.STAND_BY_NOT_VALID;
}

const table = (standBys: readonly Confirmation[]): Exhibit => ({
  kind: 'table',
  title: 'Confirmations of stand-by',
  columns: ['Person', 'Role', 'From', 'To', 'Statement', 'Backup'],
  rows: standBys.map((each) => [
    each.person,
    each.role,
    each.validFrom,
    each.expiresAt,
    each.statement,
    each.backup?.slice(0, 16) ?? 'any',
  ]),
});
