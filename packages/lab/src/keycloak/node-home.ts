import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The theme that the lab's images bring, as those of a company bring its own: Keycloak's pages under another name. */
const ownTheme = 'lab';

/** Makes a node's home folder: its own `data` and `themes`, everything else links into the build. Replaces one that is there. */
export async function makeNodeHome(build: string, home: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, 'data'), { recursive: true });
  await placeTheme(home);
  for (const part of ['bin', 'conf', 'lib', 'providers', 'version.txt']) await symlink(join(build, part), join(home, part));
}

/** Puts the lab's own theme into a home folder. */
export async function placeTheme(home: string): Promise<void> {
  const folder = join(home, 'themes', ownTheme, 'login');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'theme.properties'), 'parent=keycloak\nimport=common/keycloak\n');
}

/** Takes it out again. */
export const takeTheme = (home: string): Promise<void> => rm(join(home, 'themes', ownTheme), { recursive: true, force: true });
