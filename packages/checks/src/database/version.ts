export { compareVersions, parseVersion } from '@keycloak-release-gate/core';

/**
 * The Keycloak version in an image's tag: `registry.example:5000/keycloak:26.7.4` and `…:hd-26.7.4-3` are 26.7.4. Undefined
 * where there is no tag, or nothing in it looks like a version, or more than one thing does.
 */
export function versionOfImage(image: string): string | undefined {
  const name = image.replace(/@sha256:[0-9a-f]+$/, '').slice(image.lastIndexOf('/') + 1);
  const [, tag] = /:([^:]+)$/.exec(name) ?? [];
  const versions = [...(tag ?? '').matchAll(/(?<![\d.])\d+\.\d+\.\d+(?![\d])/g)].map(([version]) => version);
  return versions.length === 1 ? versions[0] : undefined;
}
