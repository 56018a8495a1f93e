import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DrillRecord } from '@keycloak-release-gate/checks/backup';

/** Where the drills of an environment are recorded. */
export const drillsFolder = (reports: string, environment: string): string => join(reports, environment, 'drills');

/** The recorded drills, newest first. What is no record of a drill is passed over: it proves nothing. */
export function readDrills(folder: string): readonly DrillRecord[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const parsed = DrillRecord.safeParse(parseOrUndefined(readFileSync(join(folder, name), 'utf8')));
      return parsed.success ? [parsed.data] : [];
    })
    .toSorted((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
