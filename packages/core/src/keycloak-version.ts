/**
 * Orders two Keycloak versions as Keycloak itself does (ModelVersion): by the three numbers, then by the qualifier, where
 * one without a qualifier is newer than one with it. Qualifiers count only where both have one: `26.4.0` in a release file
 * means any build of 26.4.0. Negative where `a` is older, 0 where equal, NaN where either is no version.
 */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (!left || !right) return Number.NaN;
  for (const [index, part] of left.numbers.entries()) {
    const other = right.numbers[index] ?? 0;
    if (part !== other) return part - other;
  }
  if (left.qualifier === undefined || right.qualifier === undefined || left.qualifier === right.qualifier) return 0;
  return left.qualifier < right.qualifier ? -1 : 1;
}

/** The three numbers and the qualifier of a version (`26.4.0`, `26.4.0.redhat-00001`, `26.4.0-SNAPSHOT`); undefined for anything else. */
export function parseVersion(
  text: string,
): { readonly numbers: readonly [number, number, number]; readonly qualifier?: string } | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[.-](.+))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor, micro = '0', qualifier] = match;
  const numbers = [Number(major), Number(minor), Number(micro)] as const;
  return qualifier === undefined ? { numbers } : { numbers, qualifier };
}
