import type { Cookie } from 'playwright-core';

/** Does the browser send this cookie to this address? Its scheme is left aside: on loopback, Secure cookies go over HTTP. */
function belongsTo(cookie: Cookie, url: URL): boolean {
  const domain = cookie.domain.replace(/^\./, '');
  const hostFits = url.hostname === domain || (cookie.domain.startsWith('.') && url.hostname.endsWith(`.${domain}`));
  const pathFits = url.pathname === cookie.path || url.pathname.startsWith(cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`);
  return hostFits && pathFits;
}

/** The Cookie header that the browser would send to this address. */
export const cookieHeader = (cookies: readonly Cookie[], url: string): string =>
  cookies
    .filter((cookie) => belongsTo(cookie, new URL(url)))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

/**
 * All cookies but Keycloak's own. With those, an application would log in again silently, and a dead session of its own
 * would look alive.
 */
export const withoutKeycloak = (cookies: readonly Cookie[], publicUrl: string): readonly Cookie[] => {
  const keycloak = new URL(`${publicUrl.replace(/\/+$/, '')}/realms/`);
  return cookies.filter((cookie) => !(cookie.domain.replace(/^\./, '') === keycloak.hostname && cookie.path.startsWith(keycloak.pathname)));
};
