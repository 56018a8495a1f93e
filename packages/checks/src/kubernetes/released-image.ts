import { finding, gap } from '@keycloak-release-gate/core';
import type { Finding, Gap } from '@keycloak-release-gate/core';
import { codes } from './codes.ts';
import { expectedVersion } from './expected-version.ts';
import { judgeDrift } from './image-drift.ts';
import { isSameName, versionOfImage } from './image.ts';
import { judgeCommit } from './released-commit.ts';
import { judgeDigest } from './released-digest.ts';
import type { Workload, WorkloadObject } from './workload-evidence.ts';

/** What is released: a version by one of the suite's words, and the image and the commit where the release names them. */
interface Released {
  readonly version: string;
  readonly versions?: { readonly from: string; readonly to: string } | undefined;
  readonly image?: string | undefined;
  readonly imageDigests?: readonly string[] | undefined;
  readonly commit?: string | undefined;
  /** The deploy may not have reached the workload: what it names now may change. */
  readonly yetToCome?: boolean;
  /** What the Deploy action's run told. */
  readonly run?: { readonly commit?: string | undefined; readonly url?: string | undefined } | undefined;
}

/** The template's image against the release's, and the pods' real images against each other. */
export function judgeImage(now: Workload, object: WorkloadObject, expected: Released): [Finding[], Gap[]] {
  const subject = `${now.kind.toLowerCase()}/${now.name}`;
  const { image } = object;
  if (image === undefined)
    return [
      [
        finding(codes.CONTAINER_MISSING, {
          subject,
          message: `${now.kind} ${now.name} has no container "${now.container}".`,
          terminal: true,
        }),
      ],
      [],
    ];
  const [drift, unclear] = judgeDrift(now, image);
  const version = expectedVersion(expected);
  if (version === 'any') return [drift, unclear];
  if (version === undefined)
    return [
      drift,
      [
        ...unclear,
        gap(codes.VERSION_NOT_DECLARED, {
          subject,
          reason: `The suite expects the release's version (${expected.version}), and there is no release.`,
        }),
      ],
    ];
  const wrong = (expectedImage: string): Finding =>
    finding(codes.IMAGE_NOT_RELEASED, {
      subject,
      message: `${now.kind} ${now.name} runs ${image}, not ${expectedImage}.`,
      expected: expectedImage,
      actual: image,
      ...(expected.yetToCome === true ? {} : { terminal: true }),
    });
  const [commits, untold] = expected.version === 'to' ? judgeCommit(now, object, expected.commit, expected.run ?? {}) : [[], []];
  if (expected.version === 'to' && expected.image !== undefined) {
    if (!isSameName(expected.image, image))
      return [
        [wrong(expected.image), ...commits, ...drift],
        [...unclear, ...untold],
      ];
    const [digests, unknown] = judgeDigest(now, image, expected.image, expected.imageDigests ?? []);
    return [
      [...digests, ...commits, ...drift],
      [...unknown, ...unclear, ...untold],
    ];
  }
  const told = versionOfImage(image);
  if (told === undefined)
    return [
      [...commits, ...drift],
      [
        gap(codes.IMAGE_TELLS_NO_VERSION, { subject, reason: `The tag of ${image} is no version; Keycloak ${version} is expected.` }),
        ...unclear,
        ...untold,
      ],
    ];
  return [
    [...(told === version ? [] : [wrong(`Keycloak ${version}`)]), ...commits, ...drift],
    [...unclear, ...untold],
  ];
}
