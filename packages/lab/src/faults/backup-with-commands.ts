import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseName } from '../postgres/database.ts';
import { superuserEnvironment } from '../postgres/psql.ts';
import { runCommand } from '../processes/run-command.ts';
import type { Lab } from '../lab/lab.ts';
import type { Fault } from './fault.ts';

const plainDump = (lab: Lab): string => join(lab.folder.backups, 'with-commands.sql');

export const backupWithCommands: Fault = {
  id: 'backup-with-commands',
  title: 'Somebody has written a shell command into the newest backup, a plain one',
  inject: async (lab, signal) => {
    const { database } = lab.state;
    const file = plainDump(lab);
    await runCommand(join(database.programs, 'pg_dump'), {
      args: ['--format=plain', '--no-password', '--file', file],
      env: superuserEnvironment(database, databaseName),
      signal,
    });
    const sql = await readFile(file, 'utf8');
    await writeFile(file, sql.replace('\nCREATE TABLE ', '\n\\! id > /dev/null\nCREATE TABLE '));
    // What was written to moments before may still be written.
    const before = new Date(Date.now() - 20_000);
    await utimes(file, before, before);
  },
  heal: async (lab) => rm(plainDump(lab), { force: true }),
  expect: { suite: 'health', cause: 'backup/PSQL_COMMANDS', exitCode: 1, mayAlso: [], domains: ['backup/fresh'] },
};
