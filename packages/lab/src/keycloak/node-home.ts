import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a node's home folder: its own `data`, everything else links into the build. Replaces one that is there. */
export async function makeNodeHome(build: string, home: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, 'data'), { recursive: true });
  for (const part of ['bin', 'conf', 'lib', 'providers', 'themes', 'version.txt']) await symlink(join(build, part), join(home, part));
}
