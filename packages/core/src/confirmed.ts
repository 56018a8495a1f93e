import type { Confirmation } from './confirmation.ts';

/** Whether a confirmation holds at this time (ISO 8601): from the beginning of its validity up to, and without, its end. */
export const covers = ({ validFrom, expiresAt }: Confirmation, at: string): boolean =>
  Date.parse(validFrom) <= Date.parse(at) && Date.parse(at) < Date.parse(expiresAt);

/** Whether it was given by this time (ISO 8601): what is confirmed later has not been said yet. */
export const saidBy = ({ confirmedAt }: Confirmation, at: string): boolean => Date.parse(confirmedAt) <= Date.parse(at);

/** Whether two names are those of one person, however they are spaced and capitalised. */
export const samePerson = (a: string, b: string): boolean => normal(a) === normal(b);
const normal = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
