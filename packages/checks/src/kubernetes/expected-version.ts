import type { RunContext } from '@keycloak-release-gate/core';
import { z } from 'zod';

/** Words of a suite for the version that must run: the release's new one, the one before it, any, or one by name. */
export const expectedVersionWords = {
  version: z.string().default('any'),
  /** The release's versions, filled in from it. */
  versions: z.object({ from: z.string(), to: z.string() }).optional(),
};

/** What the release says: without words of the suite, its new version is expected; without a release, any. */
export const versionOfRelease = ({ release }: RunContext): { version?: string; versions?: { from: string; to: string } } =>
  release ? { version: 'to', versions: { from: release.keycloak.from, to: release.keycloak.to } } : {};

/** The version that is meant; `any` where all are right; undefined where a release is meant and none is there. */
export function expectedVersion(expected: {
  readonly version: string;
  readonly versions?: { readonly from: string; readonly to: string } | undefined;
}): string | undefined {
  const { version, versions } = expected;
  return version === 'from' || version === 'to' ? versions?.[version] : version;
}
