import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The end of a table's data, in COPY's text format. */
const TAIL = 16;

/**
 * Why the files of a directory dump are not as pg_dump ended them; undefined where nothing is wrong with them. pg_restore takes a file
 * without an end, or an empty one, for a table with fewer rows.
 */
export async function unendedTable(path: string): Promise<string | undefined> {
  for (const name of (await readdir(path)).toSorted()) {
    const table = /^\d+\.dat(?<packed>\.\w+)?$/.exec(name);
    if (!table) continue;
    const file = join(path, name);
    const { size } = await stat(file);
    if (size === 0) return `its file ${name} is empty`;
    if (table.groups?.['packed'] === undefined && !(await endsTable(file, size))) return `its file ${name} ends before the table does`;
  }
  return undefined;
}

async function endsTable(path: string, size: number): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, Math.max(0, size - TAIL));
    return /(?:^|\n)\\\.\r?\n\s*$/.test(buffer.subarray(0, bytesRead).toString('latin1'));
  } finally {
    await file.close();
  }
}
