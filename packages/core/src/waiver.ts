import { z } from 'zod';
import { samePerson } from './confirmed.ts';
import type { Finding, Gap } from './finding.ts';
import type { Problem } from './problem.ts';

/** A known finding or gap, accepted by an owner until a date. It never covers a whole check. */
export const Waiver = z.strictObject({
  code: z.string().min(1),
  /** The finding's subject, exactly. */
  subject: z.string().min(1),
  owner: z.string().min(1),
  reason: z.string().min(1),
  ticket: z.string().optional(),
  /** ISO 8601 with an offset: `2026-12-31T23:59:00+01:00`. */
  expires: z.iso.datetime({
    offset: true,
    message: 'an ISO 8601 time with an offset, such as 2026-12-31T23:59:00+01:00',
  }),
});
export type Waiver = z.infer<typeof Waiver>;

/** The waiver that covers a finding or gap at the given time, if any. An expired one covers nothing. */
export function waiverFor(item: Pick<Finding | Gap, 'code' | 'subject'>, waivers: readonly Waiver[], at: string): Waiver | undefined {
  if (!isWaivable(item.code)) return undefined;
  return waivers.find((waiver) => waiver.code === item.code && waiver.subject === item.subject && !isExpired(waiver, at));
}

/** Not to know what a check would have said cannot be accepted in advance. */
const neverWaived: ReadonlySet<string> = new Set(['gap/JUDGE_CRASHED', 'gap/NOT_SETTLED']);

/** What a person has to say, in the words of a confirmation that is missing or does not count. */
const confirmation = /^release\/(?:CONFIRMATION_|STAND_BY_|BOARD_APPROVAL_|CALL_WITHOUT_STAND_BY$|AUTHOR_UNKNOWN$)/;
/** Of a record that was edited, misplaced or cannot be read. */
const integrity = /^release\/RECORD_/;

/** Whether findings and gaps of this code can be accepted at all: what a person must say cannot, nor that a record is no evidence. */
export const isWaivable = (code: string): boolean => !neverWaived.has(code) && !confirmation.test(code) && !integrity.test(code);

/** Whether the owner of a waiver is who makes the change: nobody accepts for others what is wrong with their own release. */
export const isOwnedByAuthor = ({ owner }: Pick<Waiver, 'owner'>, author: string | undefined): boolean =>
  author !== undefined && samePerson(owner, author);

type Accepted = Pick<Waiver, 'code' | 'owner'>;

/** What is wrong with waivers (and known issues) that accept what nobody can. */
export const unwaivableProblems = (waivers: readonly Accepted[]): Problem[] =>
  waivers
    .filter(({ code }) => !isWaivable(code))
    .map(({ code, owner }) => ({
      code: 'NOT_WAIVABLE',
      message: `The waiver of ${code} (owner: ${owner}) accepts what nobody can.`,
      remedy: confirmation.test(code)
        ? 'Take it out, and have whoever can say it confirm it: `verify confirm`.'
        : integrity.test(code)
          ? 'Take it out. Put back the record as it was, or take it away and run that suite again.'
          : 'Take it out: what was not judged is not known.',
    }));

/** What is wrong with waivers (and known issues) whose owner is the author of the release that they would let pass. */
export const waivedByAuthorProblems = (waivers: readonly Accepted[], author: string | undefined): Problem[] =>
  waivers
    .filter((waiver) => isOwnedByAuthor(waiver, author))
    .map(({ code, owner }) => ({
      code: 'WAIVED_BY_AUTHOR',
      message: `The waiver of ${code} is owned by ${owner}, the author of the release.`,
      remedy: 'Have somebody else accept it and stand there as its `owner`: nobody accepts what is wrong with their own release.',
    }));

/** True from the moment of expiry on. */
export function isExpired(waiver: Waiver, at: string): boolean {
  return Date.parse(waiver.expires) <= Date.parse(at);
}
