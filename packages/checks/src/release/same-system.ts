/** A Keycloak and realms of it, as a record or an environment names them. */
export interface SystemSeen {
  readonly publicUrl: string;
  readonly realms: readonly string[];
}

/** The realms that two records are both of, where they are of one Keycloak. */
export const sharedRealms = (a: SystemSeen, b: SystemSeen): string[] =>
  a.publicUrl !== '' && address(a.publicUrl) === address(b.publicUrl) ? a.realms.filter((realm) => b.realms.includes(realm)) : [];

/** An address in one notation: the case of the host, the usual port and a slash at its end make no other one. */
export const address = (url: string): string => (URL.canParse(url) ? new URL(url).href : url).replace(/\/+$/, '');
