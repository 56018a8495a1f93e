/** Where a page is, seen from one application. */
export type Place =
  | { readonly in: 'keycloak'; readonly realm: string; readonly route: Route }
  | { readonly in: 'application' }
  | { readonly in: 'elsewhere' }
  /** An empty page, or the browser's own error page. */
  | { readonly in: 'nowhere' };

/** The part of Keycloak that answered. */
export type Route = 'authorization' | 'logout' | 'login-actions' | 'broker' | 'other';

/** Keycloak's public address without a slash at the end. */
export const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** The path of an address, without what servlet containers write into it of a session (`;jsessionid=…`). */
export const pathOf = (url: string): string => new URL(url).pathname.replaceAll(/;[^/]*/g, '');

/** Host and path of an address: its query may hold a code. */
export function placeIn(url: string): { readonly host: string; readonly path: string } {
  if (!URL.canParse(url)) return { host: '', path: url.slice(0, 100) };
  return { host: new URL(url).host, path: pathOf(url) };
}

/** The address of a realm, which is also its issuer. */
export const realmUrl = (publicUrl: string, realm: string): string => `${withoutSlash(publicUrl)}/realms/${encodeURIComponent(realm)}`;

/** Where an address is. Keycloak comes first, because an application may share its host. */
export function placeOf(
  url: string,
  { publicUrl, applicationUrl }: { readonly publicUrl: string; readonly applicationUrl: string },
): Place {
  if (!URL.canParse(url)) return { in: 'nowhere' };
  const at = new URL(url);
  if (!/^https?:$/.test(at.protocol)) return { in: 'nowhere' };
  const keycloak = new URL(`${withoutSlash(publicUrl)}/realms/`);
  if (at.origin === keycloak.origin && at.pathname.startsWith(keycloak.pathname)) {
    const [realm = '', ...rest] = at.pathname.slice(keycloak.pathname.length).split('/');
    return { in: 'keycloak', realm: decodeURIComponent(realm), route: routeOf(rest.join('/')) };
  }
  return { in: at.origin === new URL(applicationUrl).origin ? 'application' : 'elsewhere' };
}

function routeOf(path: string): Route {
  if (path.startsWith('login-actions/')) return 'login-actions';
  if (path.startsWith('broker/')) return 'broker';
  if (/^protocol\/[^/]+\/logout/.test(path)) return 'logout';
  if (path === 'protocol/openid-connect/auth' || path === 'protocol/saml') return 'authorization';
  return 'other';
}

/** A request of OpenID Connect or SAML that a provider can answer. */
export function isAuthenticationRequest(url: string): boolean {
  const { searchParams } = new URL(url);
  return (
    searchParams.has('SAMLRequest') ||
    searchParams.has('request_uri') ||
    (searchParams.has('client_id') && searchParams.has('response_type'))
  );
}
