/**
 * What pg_restore or psql complained of, in one line: never their DETAIL, CONTEXT, HINT, `LINE 1` or `Command was`, which quote rows and
 * statements, nor a value that the message itself quotes. Undefined where there is no complaint.
 */
export function complaintIn(stderr: string): string | undefined {
  const lines = stderr.split('\n');
  const at = lines.findIndex((line) => /(?:error|ERROR|FATAL|PANIC): /.test(line));
  const line = lines[at];
  if (line === undefined) return undefined;
  const entry = lines.slice(0, at).findLast((before) => before.startsWith('pg_restore: from TOC entry '));
  const what = line
    .replace(/^(?:pg_restore|psql)(?::<stdin>:\d+)?: (?:error: )?/, '')
    .replace(/^could not execute query: ERROR: +/, '')
    .replace(/^ERROR: +/, '')
    // `invalid input syntax for type integer: "…"`: names of tables and columns follow a word, a value follows a colon.
    .replaceAll(/: "[^"]*"?/g, ': (a value)');
  const where = entry && /^pg_restore: from TOC entry \d+; \d+ \d+ ([A-Z ]+ \S+(?: [^ ]+)*?) \S+$/.exec(entry)?.[1];
  return `${what}${where === undefined || where === '' ? '' : ` (${where})`}`.slice(0, 400);
}
