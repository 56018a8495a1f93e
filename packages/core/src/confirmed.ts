import type { Confirmation } from './confirmation.ts';

/** Whether a confirmation holds at this time (ISO 8601): from the beginning of its validity up to, and without, its end. */
export const covers = ({ validFrom, expiresAt }: Confirmation, at: string): boolean =>
  Date.parse(validFrom) <= Date.parse(at) && Date.parse(at) < Date.parse(expiresAt);

/** Whether it was given by this time (ISO 8601): what is confirmed later has not been said yet. */
export const saidBy = ({ confirmedAt }: Confirmation, at: string): boolean => Date.parse(confirmedAt) <= Date.parse(at);

/**
 * Whether two names are those of one person, however they are written: spaces, punctuation, case, accents, invisible characters and
 * the order of first and last name make no other person.
 */
export const samePerson = (a: string, b: string): boolean => normal(a) === normal(b);

/** The words of a name, each without what only its writing adds, in an order of their own. */
const normal = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    // There and back, for letters that have no one small form: ß and SS.
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .toSorted()
    .join(' ');

/** Which name in it is the author's, if one is: nobody confirms their own release, nor writes down for others that they did. */
export const nameOfAuthor = ({ person, confirmedBy, gitUser }: Confirmation, author: string): string | undefined =>
  [person, confirmedBy, gitUser].find((name) => name !== undefined && samePerson(name, author));
