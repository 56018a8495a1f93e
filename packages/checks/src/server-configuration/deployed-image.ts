import type { Release } from '@keycloak-release-gate/core';
import type { Difference } from '../keycloak-config/diff/difference.ts';
import { isObject } from '../keycloak-config/diff/same.ts';
import type { Objects } from '../keycloak-config/diff/difference.ts';
import { isSameName, parseImage, versionOfImage } from '../kubernetes/image.ts';

/** The image that a release deploys, as far as it says. */
export interface DeployedImage {
  readonly from: string;
  readonly to: string;
  readonly image?: string | undefined;
}

/** That of a release that deploys; undefined for one that leaves the pods alone. */
export const deployedImageOf = (release: Release | undefined): DeployedImage | undefined =>
  release?.deploys === true ? { ...release.keycloak, ...(release.image === undefined ? {} : { image: release.image }) } : undefined;

/**
 * Why a line is no surprise: it is the image that the release deploys, in Keycloak's container or in one that runs the same. Whether
 * it is the right one to its last digit is judged where the workload is (`kubernetes/workload-rolled-out`): here it must be the
 * image that the release names, else one of the same repository, of a version that it does not contradict.
 */
export function explainedByDeploy(
  { object, attribute, before, after }: Difference,
  container: string,
  { before: old, now }: { readonly before: Objects; readonly now: Objects },
  deployed: DeployedImage | undefined,
): string | undefined {
  if (deployed === undefined || attribute !== 'image' || typeof before !== 'string' || typeof after !== 'string') return undefined;
  const main = `container/${container}`;
  const isKeycloak = object === main || (before === imageOf(old[main]) && after === imageOf(now[main]));
  return isKeycloak && isDeployed(before, after, deployed) ? 'the release deploys it' : undefined;
}

function isDeployed(before: string, after: string, { from, to, image }: DeployedImage): boolean {
  if (image !== undefined) return isSameName(image, after);
  const [was, is] = [versionOfImage(before), versionOfImage(after)];
  return (
    parseImage(before).repository === parseImage(after).repository && (was === undefined || was === from) && (is === undefined || is === to)
  );
}

const imageOf = (container: Objects[string] | undefined): unknown => (isObject(container) ? container['image'] : undefined);
