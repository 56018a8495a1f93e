/** The first two numbers of a version of Keycloak, as far as it has them. */
function numbers(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
}

/** True for `atLeast('26.4.0', 26, 3)`. */
export function atLeast(version: string, major: number, minor = 0): boolean {
  const [itsMajor, itsMinor] = numbers(version);
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}

/** An option of a provider, `--spi-<spi>--<provider>--<name>`: since 26.3 two dashes stand between its parts, before it was one. */
export const spiOption = (version: string, ...parts: readonly string[]): string =>
  `--spi-${parts.join(atLeast(version, 26, 3) ? '--' : '-')}`;
