/** A version of Keycloak in numbers: `26.7.4`, or `26.7.4.redhat-00001` where the rest does not count. */
export interface KeycloakVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** Undefined for anything that is no version. */
export function parseKeycloakVersion(text: string): KeycloakVersion | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+(?:[.-][\w.-]+)?$/.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : { text, major: Number(major), minor: Number(minor) };
}

/** True for `version` 26.4 and `atLeast(version, 26, 3)`. */
export const atLeast = (version: KeycloakVersion, major: number, minor = 0): boolean =>
  version.major > major || (version.major === major && version.minor >= minor);

/** Where health and metrics are answered: a port of their own since 25. */
export const managementPort = (version: KeycloakVersion): number => (atLeast(version, 25) ? 9000 : 8080);

/** Nodes find each other through the database since 26.1; before, the lab configures a stack of its own. */
export const clustersByDatabase = (version: KeycloakVersion): boolean => atLeast(version, 26, 1);

/** The variables by which a server on an empty database gets its first administrator; renamed in 26. */
export function firstAdministrator(version: KeycloakVersion, username: string, password: string): Readonly<Record<string, string>> {
  return atLeast(version, 26)
    ? { KC_BOOTSTRAP_ADMIN_USERNAME: username, KC_BOOTSTRAP_ADMIN_PASSWORD: password }
    : { KEYCLOAK_ADMIN: username, KEYCLOAK_ADMIN_PASSWORD: password };
}
