import { compare, finding, gap } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { identityCodes } from './identity-codes.ts';
import { localImageId, parseImage, pulledDigest } from './image.ts';
import { isAlive } from './rollout.ts';
import type { Workload } from './workload-evidence.ts';

/**
 * The pods' images against each other: a tag that was pushed again gives two pods of one revision two images. An image that is
 * named by its digest cannot drift. Digests of a registry and ids of a node are compared each with their like.
 */
export function judgeDrift(now: Workload, image: string): [Finding[], Gap[]] {
  if (parseImage(image).digest !== undefined) return [[], []];
  const subject = `${now.kind.toLowerCase()}/${now.name}`;
  const pulled = podsByImage(now, pulledDigest);
  const loaded = podsByImage(now, localImageId);
  const findings = [pulled, loaded].flatMap((images) => {
    if (images.length < 2) return [];
    const message = `The pods of one revision run ${images.length} different images: ${images
      .map(([id, names]) => `${id.slice(0, 19)}… in ${names.join(', ')}`)
      .join('; ')}.`;
    return [finding(codes.IMAGE_DIFFERS, { subject, message, actual: Object.fromEntries(images) })];
  });
  const [one] = pulled;
  const [other] = loaded;
  const gaps =
    findings.length === 0 && one && other
      ? [
          gap(identityCodes.DIGEST_NOT_TOLD, {
            subject,
            reason: `The nodes tell the digest of the image that ${one[1].join(', ')} ${one[1].length === 1 ? 'runs' : 'run'}, and an id of their own for that of ${other[1].join(', ')}: whether it is the same image is not known.`,
          }),
        ]
      : [];
  return [findings, gaps];
}

/** The names of the pods of the newest revision by their image, in one notation. */
function podsByImage(now: Workload, idOf: (imageID: string) => string | undefined): [string, string[]][] {
  const images = new Map<string, string[]>();
  for (const pod of now.pods.filter((each) => each.current && isAlive(each))) {
    const id = idOf(pod.containers.find((each) => each.name === now.container)?.imageID ?? '');
    if (id !== undefined) images.set(id, [...(images.get(id) ?? []), pod.name]);
  }
  return [...images].toSorted(([a], [b]) => compare(a, b));
}
