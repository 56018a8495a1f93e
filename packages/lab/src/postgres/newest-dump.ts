import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dump } from './dump.ts';
import { readManifest } from './manifest.ts';

/** The newest dump in a folder that holds the schema of this Keycloak version, if there is one. */
export async function newestDumpOf(folder: string, version: string): Promise<Dump | undefined> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.dump') && !name.startsWith('.'));
  for (const name of names.toSorted().toReversed()) {
    const file = join(folder, name);
    const manifest = await readManifest(file);
    if (manifest.migrationVersion === version) return { file, manifest };
  }
  return undefined;
}
