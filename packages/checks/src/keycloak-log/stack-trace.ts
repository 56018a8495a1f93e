const frame = /^\s+(?:at |\.\.\. \d+ )|^\t|^\s*(?:Caused by|Suppressed): /;
// Each part of a pattern ends where the next one begins, as whoever controls a logged value makes lines as long as they like.
const throwable = /^(Caused by: )?((?:[a-z_$][\w$]*\.)+[A-Z][\w$]*)(?::|\s|$)/;
const inMessage = /(?:^|: )((?:[a-z_$][\w$]*\.)+[A-Z][\w$]*)(?=:|\s|$)/g;
const name = /Exception|Error|Throwable|Failure|Interruption/;
const LONGEST_MESSAGE = 4_000;

/** True for a line of a stack trace. */
export const isStackTrace = (line: string): boolean => frame.test(line) || exceptionOf(line) !== undefined;

/** The class of the exception that a line of a stack trace names. One that was suppressed on the way is no cause, and not told. */
export function exceptionOf(line: string): string | undefined {
  const [, cause, named] = throwable.exec(line) ?? [];
  return named !== undefined && (cause !== undefined || isThrowable(named)) ? named : undefined;
}

/**
 * True for a line that begins a stack trace. Keycloak's log has the exception in the record's own line: one that begins a line
 * was printed past the log.
 */
export const beginsStackTrace = (line: string): boolean => !line.startsWith('Caused by: ') && exceptionOf(line) !== undefined;

/** The class of the exception that stands first in a message's first line: the outermost one, where a stack trace follows. */
export function exceptionIn(message: string): string | undefined {
  const [line = ''] = message.slice(0, LONGEST_MESSAGE).split('\n', 1);
  for (const [, named = ''] of line.matchAll(inMessage)) if (isThrowable(named)) return named;
  return undefined;
}

const isThrowable = (named: string): boolean => name.test(named.slice(named.lastIndexOf('.')));
