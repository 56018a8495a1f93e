import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RollbackPlanRecord } from '@keycloak-release-gate/checks';
import { canonicalJson } from '@keycloak-release-gate/core';

/** The name of the file with the SQL, beside the record's. */
export const sqlFileOf = (file: string): string => `${basename(file, '.json')}.sql`;

/** Writes the record, and the SQL beside it where there is one. The record comes last: it is never of an SQL that is not there. */
export function writePlan(file: string, record: RollbackPlanRecord, sql: string | undefined): void {
  mkdirSync(dirname(file), { recursive: true });
  const sqlFile = join(dirname(file), sqlFileOf(file));
  if (sql === undefined) rmSync(sqlFile, { force: true });
  else writeWhole(sqlFile, sql);
  writeWhole(file, `${canonicalJson(record)}\n`);
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.unfinished-${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
