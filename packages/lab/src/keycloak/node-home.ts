import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The themes that the lab's images bring, as those of a company bring its own; `themes/README.md` says what they are for. */
const themes = fileURLToPath(new URL('../../themes/', import.meta.url));
const ownThemes = ['lab', 'lab-redesigned'] as const;

/** Makes a node's home folder: its own `data` and `themes`, everything else links into the build. Replaces one that is there. */
export async function makeNodeHome(build: string, home: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, 'data'), { recursive: true });
  await placeThemes(home);
  for (const part of ['bin', 'conf', 'lib', 'providers', 'version.txt']) await symlink(join(build, part), join(home, part));
}

/** Puts the lab's own themes into a home folder. */
export async function placeThemes(home: string): Promise<void> {
  for (const theme of ownThemes) await cp(join(themes, theme), join(home, 'themes', theme), { recursive: true });
}

/** Takes them out again. */
export async function takeThemes(home: string): Promise<void> {
  for (const theme of ownThemes) await rm(join(home, 'themes', theme), { recursive: true, force: true });
}
