import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Collected, Gap } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { DrillRecord } from './drill-record.ts';

/** Records that are looked at, newest first. */
const MOST_LISTED = 20;

/** The restore drills of an environment, as `verify backup drill` has recorded them. */
export const Drills = z.object({
  /** Newest first. */
  drills: z.array(DrillRecord),
  /** Older ones that are not listed. */
  leftOut: z.number().int(),
});
export type Drills = z.infer<typeof Drills>;

/** Reads the records of the drills, which lie with the environment's reports. */
export const backupDrills = defineCollector({
  id: 'backup/drills',
  version: 1,
  title: 'The drills in which backups were restored',
  vantage: 'anywhere',
  evidence: Drills,
  timeout: 20_000,
  params: () => ({}),
  collect: async (_params, { run, signal }): Promise<Collected<Drills>> => {
    const folder = run.records?.drills;
    if (folder === undefined) return { value: { drills: [], leftOut: 0 } };
    const names = (await namesIn(folder)).filter((name) => name.endsWith('.json')).toSorted((a, b) => (a < b ? 1 : -1));
    const drills: DrillRecord[] = [];
    const gaps: Gap[] = [];
    for (const name of names.slice(0, MOST_LISTED)) {
      signal.throwIfAborted();
      const read = await readDrill(join(folder, name));
      if (typeof read === 'string')
        gaps.push(gap(codes.DRILL_UNREADABLE, { subject: `drill/${name}`, reason: `${join(folder, name)}: ${read}.` }));
      else drills.push(read);
    }
    return { value: { drills, leftOut: Math.max(0, names.length - MOST_LISTED) }, gaps };
  },
});

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The record, or why it cannot be read. */
async function readDrill(file: string): Promise<DrillRecord | string> {
  try {
    const parsed = DrillRecord.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : `it is no record of a drill (${parsed.error.issues[0]?.path.join('.') ?? ''})`;
  } catch (error) {
    if (error instanceof SyntaxError) return 'it is not JSON';
    if (error instanceof Error && 'syscall' in error) return error.message;
    throw error;
  }
}
