import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contentHash } from '@keycloak-release-gate/core';
import { ImageNotFound } from '../kubelet/image-runtime.ts';
import type { ImageRuntime } from '../kubelet/image-runtime.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
/** What an image of the gate would have as its entry point. */
const program = fileURLToPath(new URL('../../../runner/bin/verify.mjs', import.meta.url));

/** `keycloak-release-gate:<tag>`, whatever registry stands before it. */
const isGate = (image: string): boolean => /^(?:[\w.:-]+\/)*keycloak-release-gate:[\w.-]+$/.test(image);

/** Runs `keycloak-release-gate:<tag>` for the lab's kubelet: the gate's own program, of this repository, whose root is its working directory. */
export function gateImages(): ImageRuntime {
  return {
    pull: (image) => {
      if (!isGate(image) || !existsSync(program)) throw new ImageNotFound(image);
      return Promise.resolve({
        imageId: `docker.io/library/keycloak-release-gate@sha256:${contentHash(program)}`,
        prepare: ({ command, args, env, directory }) => {
          const [file = process.execPath, ...first] = command.length > 0 ? command : [process.execPath, program];
          const base = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: directory };
          return Promise.resolve({ file, args: [...first, ...args], env: { ...base, ...env }, cwd: repository });
        },
      });
    },
  };
}

/** The images of the first that has them. */
export function imagesOf(...runtimes: readonly ImageRuntime[]): ImageRuntime {
  return {
    pull: async (image, signal) => {
      for (const runtime of runtimes) {
        try {
          return await runtime.pull(image, signal);
        } catch (error) {
          if (!(error instanceof ImageNotFound)) throw error;
        }
      }
      throw new ImageNotFound(image);
    },
  };
}
