import { mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeycloakBuild } from '../keycloak/build.ts';
import type { LabFolder } from './folder.ts';

/**
 * Puts a version among the lab's images: what somebody gets who unpacks the image that a release deploys. It is a link into the
 * cache, which nobody writes to.
 */
export async function placeImage({ images }: LabFolder, { version, directory }: KeycloakBuild): Promise<void> {
  await mkdir(images, { recursive: true });
  const unfinished = join(images, `.${version.text}.${process.pid}`);
  await symlink(directory, unfinished);
  await rename(unfinished, join(images, version.text));
}
