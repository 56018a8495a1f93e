import { isLogger } from '../fingerprint.ts';
import type { Message } from '../log-summary.ts';
import { cluster } from './cluster.ts';
import type { Bad, Benign, KnownMessage } from './entry.ts';
import { libraries } from './libraries.ts';
import { migration } from './migration.ts';
import { servicesMessages } from './services.ts';
import { start } from './start.ts';
import { users } from './users.ts';
import { isInRange } from './version-range.ts';

const entries: readonly KnownMessage[] = [...migration, ...start, ...cluster, ...servicesMessages, ...libraries, ...users];

/** Errors and warnings of Keycloak that are known. The first entry that matches counts, so what is bad stands before what is benign. */
export const catalogue: readonly KnownMessage[] = [
  ...entries.filter((entry) => entry.kind === 'bad'),
  ...entries.filter((entry) => entry.kind === 'benign'),
];

/**
 * What is known of a message of that version; undefined for one that is not known. Where the version is not known, as of a log
 * whose beginning is gone, entries of any version match.
 */
export const lookUp = (
  message: Pick<Message, 'code' | 'logger' | 'template' | 'exception'>,
  version: string | undefined,
): KnownMessage | undefined =>
  catalogue.find(
    ({ numbers, logger, template, versions, ...entry }) =>
      (numbers === undefined || (message.code !== undefined && numbers.includes(message.code))) &&
      (logger === undefined || isLogger(message.logger, logger)) &&
      (template === undefined || template.test(message.template)) &&
      isWith(entry, message.exception) &&
      (versions === undefined || version === undefined || isInRange(version, versions)),
  );

/** An error is excused with no other exception than those that are known with it: what failed is another thing then. */
function isWith(
  entry: Pick<Benign, 'kind' | 'exceptions' | 'exceptionNeeded'> | Pick<Bad, 'kind' | 'exception'>,
  exception: string | undefined,
): boolean {
  if (entry.kind === 'bad') return entry.exception === undefined || entry.exception === exception;
  if (exception === undefined) return entry.exceptionNeeded !== true;
  return entry.exceptions === 'any' || entry.exceptions?.includes(exception) === true;
}
