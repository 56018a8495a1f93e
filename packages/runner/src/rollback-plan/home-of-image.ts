import type { Problem, Release } from '@keycloak-release-gate/core';
import type { KeycloakHome } from '@keycloak-release-gate/scratch';

type Named = Pick<Release, 'image' | 'imageDigests'>;

/** What is wrong where the release names its image and the home of its new version does not say that it was unpacked from that one. */
export function imageProblem({ folder, image }: Pick<KeycloakHome, 'folder' | 'image'>, release: Named): Problem | undefined {
  if (release.image === undefined || isOf(image, release)) return undefined;
  return {
    code: 'KEYCLOAK_OTHER_IMAGE',
    message: `The release deploys ${release.image}, and ${folder} ${image === null ? 'does not say which image it was unpacked from' : `was unpacked from ${image}`}.`,
    where: 'backups.restore.keycloak',
    remedy: `Unpack /opt/keycloak of that image there, and have what unpacks it write its name, with the digest, into ${folder}/image.`,
  };
}

/** By a digest where the release names one: whoever pushes a tag again makes it another image. */
function isOf(image: string | null, { image: name, imageDigests }: Named): boolean {
  if (image === null || name === undefined) return false;
  const digests = [...imageDigests, ...[digestOf(name)].flatMap((digest) => digest ?? [])];
  const own = digestOf(image);
  return digests.length === 0 ? image === name : own !== undefined && digests.includes(own);
}

const digestOf = (image: string): string | undefined => /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
