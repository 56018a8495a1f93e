/** The head of a record in JSON: what stands before the message, which the server alone writes. */
export interface JsonHead {
  readonly logger: string;
  /** As it is written: `INFO`. */
  readonly level: string;
  /** Where the message begins, behind its quote. */
  readonly message: number;
}

// The plain form and that of ECS, in the order in which the server writes the members.
const head =
  /^\{(?:"(?:timestamp|@timestamp|sequence|event\.sequence|loggerClassName)":(?:"[^"\\]{0,200}"|\d{1,20}),){0,6}"(?:loggerName|log\.logger)":"([^"\\]{0,200})","(?:level|log\.level)":"([A-Z]{1,10})","message":"/;

/** The head of a record, whatever comes of the rest: one that is cut, or broken in its trace, is a record still. */
export function parseJsonHead(line: string): JsonHead | undefined {
  const parts = head.exec(line);
  return parts ? { logger: parts[1] ?? '', level: parts[2] ?? '', message: parts[0].length } : undefined;
}

const text = /^(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}){0,4000}/;

/** The message as far as it is there, and the classes of exceptions that are named behind it. */
export function restOfBrokenJson(
  line: string,
  { message }: JsonHead,
): { readonly message: string; readonly exceptions: readonly string[] } {
  const written = text.exec(line.slice(message))?.[0] ?? '';
  const named = [...line.matchAll(/"(?:exceptionType|error\.type)":"([\w.$]{1,200})"/g)].flatMap(([, name]) => name ?? []);
  return { message: decoded(written), exceptions: [...new Set(named)] };
}

function decoded(written: string): string {
  try {
    // Control characters are not allowed in JSON; where somebody broke the line, they may be there.
    const value: unknown = JSON.parse(`"${written.replaceAll(/\p{Cc}/gu, ' ')}"`);
    return typeof value === 'string' ? value : written;
  } catch {
    return written;
  }
}
