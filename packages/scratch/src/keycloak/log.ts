/** Characters. A stack trace's first line may be a whole statement. */
const LONGEST = 300;

/** A line as Keycloak writes it to its console: time (of no zone), level, category, thread and message. */
const line = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3}) +([A-Z]+) +\[([^\]]*)\] \([^)]*\) (.*)$/;

interface LogLine {
  /** Milliseconds since some day. */
  readonly at: number;
  readonly level: string;
  readonly category: string;
  readonly message: string;
}

function linesOf(log: string): readonly LogLine[] {
  return log.split('\n').flatMap((text) => {
    const [, day, time, thousandths, level, category, message] = line.exec(text) ?? [];
    if (day === undefined || level === undefined || category === undefined || message === undefined) return [];
    return [{ at: Date.parse(`${day}T${time}.${thousandths}Z`), level, category, message }];
  });
}

/** The first error that it wrote that says more than that there was one. Values that a message quotes are cut out. */
export function firstErrorIn(log: string): string | undefined {
  const errors = linesOf(log).filter(({ level }) => level === 'ERROR' || level === 'FATAL');
  const telling = errors.find(({ message }) => !/Failed to start server|^Error while processing/.test(message)) ?? errors[0];
  const said = telling?.message ?? complaintIn(log);
  return said === undefined ? undefined : withoutValues(said).slice(0, LONGEST);
}

/** What one that never came to log wrote: an option that it does not know, an error of Java's. */
function complaintIn(log: string): string | undefined {
  const lines = log.split('\n').filter((text) => text.trim() !== '' && !/JAVA_OPTS/.test(text));
  return lines.find((text) => /unknown|not usable|invalid|error|exception/i.test(text)) ?? lines.at(-1);
}

/** A message without what stands in quotes or brackets behind a DETAIL, and without what looks like an address or a key. */
const withoutValues = (message: string): string =>
  message
    .replaceAll(/\bDetail: .*$|\bDETAIL: .*$|\bCONTEXT: .*$/g, '')
    .replaceAll(/=\([^)]*\)/g, '=(…)')
    .replaceAll(/[\w.+-]+@[\w.-]+/g, '…')
    .replaceAll(/'[^']*'/g, "'…'")
    .trim();

/** What the log tells of a migration. */
export interface LoggedMigration {
  /** From the first change set to the last realm; 0 where nothing was migrated. */
  readonly seconds: number;
  /** The versions that the realms' data was taken through: `25.0.0`. */
  readonly models: readonly string[];
}

const began = /(?:Updating|Initializing) database(?: schema)?\. Using changelog|^Migrating older model to/;
const went = /^Migrating older model to (\S+)|^migrated realm /;

/** Reads the log of a Keycloak that migrated. */
export function loggedMigration(log: string): LoggedMigration {
  const lines = linesOf(log);
  const first = lines.findIndex(({ message }) => began.test(message));
  if (first === -1) return { seconds: 0, models: [] };
  const start = lines[first];
  const lastStep = lines.findLastIndex(({ message }) => went.test(message) || began.test(message));
  // Whatever is logged after the last step is when it was over.
  const end = lines[Math.min(lastStep + 1, lines.length - 1)];
  return {
    seconds: start === undefined || end === undefined ? 0 : (end.at - start.at) / 1_000,
    models: lines.flatMap(({ message }) => went.exec(message)?.[1] ?? []),
  };
}
