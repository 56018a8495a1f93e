import { finding, gap } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { identityCodes } from './identity-codes.ts';
import { parseImage, pulledDigest } from './image.ts';
import { isAlive } from './rollout.ts';
import type { Workload } from './workload-evidence.ts';

/**
 * The digest that runs against the release's, where the release names one.
 *
 * A workload that names its image by digest is believed: the node's runtime verifies what it pulls by it. One that names a tag
 * is judged by what the nodes report (`imageID`). That is the digest which the tag stood for when it was pulled: of the index
 * of a multi-platform image under containerd and Docker (kubernetes/kubernetes#108689), under other runtimes possibly that of
 * the platform's own manifest, and for an image that was loaded instead of pulled (or under newer CRI-O) no such digest at
 * all but a local id. Only a registry could tell index and platform apart, so the release may name both.
 */
export function judgeDigest(now: Workload, image: string, released: string, others: readonly string[]): [Finding[], Gap[]] {
  const expected = parseImage(released).digest;
  if (expected === undefined) return [[], []];
  const good = new Set([expected, ...others]);
  const named = parseImage(image).digest;
  if (named !== undefined) {
    const subject = `${now.kind.toLowerCase()}/${now.name}`;
    const message = `${now.kind} ${now.name} names the image ${named}, not ${expected}.`;
    return [
      good.has(named) ? [] : [finding(identityCodes.DIGEST_NOT_RELEASED, { subject, message, expected, actual: named, terminal: true })],
      [],
    ];
  }
  const findings: Finding[] = [];
  const gaps: Gap[] = [];
  for (const pod of now.pods.filter((each) => each.current && isAlive(each))) {
    // A container that has never run has no image yet: the rollout's own findings say so.
    const container = pod.containers.find((each) => each.name === now.container);
    if (!container || (container.imageID === '' && container.state?.kind !== 'running')) continue;
    const subject = `pod/${pod.name}`;
    const digest = pulledDigest(container.imageID);
    if (digest === undefined)
      gaps.push(
        gap(identityCodes.DIGEST_NOT_TOLD, {
          subject,
          reason: `The node reports ${container.imageID || 'nothing'} as the image of ${pod.name}: that is no digest to compare with ${expected}.`,
        }),
      );
    else if (!good.has(digest))
      findings.push(
        finding(identityCodes.DIGEST_NOT_RELEASED, {
          subject,
          message: `${pod.name} runs ${image} as ${digest}, not ${expected}.`,
          expected,
          actual: digest,
          terminal: true,
        }),
      );
  }
  return [findings, gaps];
}
