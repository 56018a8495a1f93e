import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { ImageNotFound } from '../kubelet/image-runtime.ts';
import type { ContainerRun, ImageRuntime, PreparedProcess } from '../kubelet/image-runtime.ts';
import { keycloakBuild } from './build.ts';
import type { KeycloakBuild } from './build.ts';
import { javaArguments } from './command-line.ts';
import { UnknownKeycloakVersion } from './distribution.ts';
import { makeNodeHome } from './node-home.ts';

/** The version in `keycloak:<version>`, whatever registry stands before it; undefined for any other image. */
export const versionOfImage = (image: string): string | undefined => /^(?:[\w.:-]+\/)*keycloak:([\w.-]+)$/.exec(image)?.[1];

/** The version that a mirror of the lab hands out, whatever its tags say: `mirror.example.org/serves-<version>/keycloak:<tag>`. */
const servedBy = (image: string): string | undefined => /(?:^|\/)serves-([\w.-]+)\/keycloak:/.exec(image)?.[1];

/** The image of a version. */
export const imageOfVersion = (version: string): string => `keycloak:${version}`;

/** Runs `keycloak:<version>` for the lab's kubelet: the real server of that version, as one Java process. */
export function keycloakImages({ java, maven }: { readonly java: string; readonly maven: string }): ImageRuntime {
  return {
    async pull(image, signal) {
      const version = servedBy(image) ?? versionOfImage(image);
      if (version === undefined) throw new ImageNotFound(image);
      const build = await keycloakBuild({ version, java, maven, signal }).catch((error: unknown) => {
        if (error instanceof UnknownKeycloakVersion) throw new ImageNotFound(image);
        throw error;
      });
      return { imageId: `docker.io/library/keycloak@${build.imageId}`, prepare: (run) => prepareNode(java, build, run) };
    },
  };
}

/** The process of one container of Keycloak: Java with what `kc.sh` would give it, or the template's own command. */
export async function prepareNode(
  java: string,
  build: KeycloakBuild,
  run: Omit<ContainerRun, 'image' | 'podUid'>,
): Promise<PreparedProcess> {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: run.directory, ...run.env };
  const [command, ...first] = run.command;
  if (command !== undefined && !/(?:^|\/)kc\.sh$/.test(command))
    return { file: command, args: [...first, ...run.args], env, cwd: run.directory };
  const home = join(run.directory, 'home');
  await makeNodeHome(build.directory, home);
  const args = javaArguments({
    version: build.version,
    build: build.directory,
    home,
    address: run.address,
    // As JGroups would name the node of that host.
    nodeName: `${run.podName}-${randomInt(10_000, 65_536)}`,
    args: [...first, ...run.args],
    env: run.env,
  });
  return { file: java, args, env, cwd: run.directory };
}
