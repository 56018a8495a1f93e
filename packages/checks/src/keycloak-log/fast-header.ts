import { createInformativeLoggers, migrationSteps } from './informative-logger.ts';

/** `0` stands for a digit. */
const TIME = '0000-00-00 00:00:00,000 ';

/**
 * Recognises by a few characters what most lines of a log are: a record in Keycloak's text format, at INFO or below, that says
 * nothing of the start, the cluster or the migration. It says no to whatever it is not sure of; the full parser decides then.
 */
export function createDullRecords(): (raw: string) => boolean {
  const isInformative = createInformativeLoggers();
  return (raw) => {
    if (!hasTime(raw)) return false;
    const level = endOfLowLevel(raw, TIME.length);
    if (level === undefined) return false;
    let open = level.end;
    while (raw.charCodeAt(open) === 32) open += 1;
    if (open === level.end || raw.charCodeAt(open) !== 91 /* [ */) return false;
    const close = raw.indexOf(']', open);
    if (close === -1 || !raw.startsWith('] (', close) || raw.startsWith('traceId=', open + 1)) return false;
    const thread = raw.indexOf(') ', close + 3);
    if (thread === -1) return false;
    if (level.isDebug) return true;
    return !isInformative(raw.slice(open + 1, close)) && !isMigrationStep(raw, thread + 2);
  };
}

function hasTime(raw: string): boolean {
  for (let at = 0; at < TIME.length; at += 1) {
    const wanted = TIME.charCodeAt(at);
    const there = raw.charCodeAt(at);
    if (wanted === 48 ? !(there >= 48 && there <= 57) : there !== wanted) return false;
  }
  return true;
}

function endOfLowLevel(raw: string, at: number): { readonly end: number; readonly isDebug: boolean } | undefined {
  if (raw.startsWith('INFO', at)) return { end: at + 4, isDebug: false };
  return raw.startsWith('DEBUG', at) || raw.startsWith('TRACE', at) ? { end: at + 5, isDebug: true } : undefined;
}

const firstLetters = new Set(migrationSteps.map((step) => step.charCodeAt(0)));

const isMigrationStep = (raw: string, at: number): boolean =>
  firstLetters.has(raw.charCodeAt(at)) && migrationSteps.some((step) => raw.startsWith(step, at));

/** True for the lines of a stack trace that name no exception: most of it. */
export const isStackFrame = (raw: string): boolean =>
  raw.charCodeAt(0) === 9 /* tab */ && (raw.startsWith('\tat ') || raw.startsWith('\t... '));
