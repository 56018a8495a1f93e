import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readRun } from '../../record/read.ts';
import { renderTerminal, writeReports } from '../../report/write.ts';
import { command } from '../command.ts';

/** `verify report <run>`: renders a recorded run again; a record itself is never changed. */
export const report = command(async (flags: { readonly output?: string }, path: string) => {
  const run = readRun(path);
  process.stdout.write(`${renderTerminal(run.record, run.folder)}\n`);
  if (flags.output === undefined) return 0;
  const output = resolve(flags.output);
  mkdirSync(output, { recursive: true });
  const failures = await writeReports(run.record, {
    write: (name, content) => writeFileSync(join(output, name), content),
    read: (name) => Buffer.from(run.bytes(name.replace(/^evidence\//, ''))),
  });
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  process.stdout.write(`Written to ${output}\n`);
  return failures.length > 0 ? 4 : 0;
});
