import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScenarioFile } from './found.ts';

/** Which files were written, and which were there before and are as they were. */
export interface Written {
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** Writes what is not there yet. A file that is there is never written over, not even where it is a link to nowhere. */
export function writeNew(folder: string, files: readonly ScenarioFile[]): Written {
  const [written, kept]: [string[], string[]] = [[], []];
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    try {
      writeFileSync(file, text, { flag: 'wx' });
      written.push(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      kept.push(path);
    }
  }
  return { written, kept };
}
