/** True where Keycloak accepts any host at the end of it: only a `*` at the very end is a wildcard, and here no path has begun. */
export function allowsAnyHost(uri: string): boolean {
  return uri.endsWith('*') && !uri.replace(/^https?:\/\//i, '').includes('/') && !hasOwnScheme(uri);
}

/** True where any path below it will do, on one host. */
export const allowsAnyPath = (uri: string): boolean => uri.endsWith('*') && !allowsAnyHost(uri);

/** True for unencrypted traffic that leaves the machine. */
export function isPlain(url: string, scheme = 'http'): boolean {
  if (!url.toLowerCase().startsWith(`${scheme}://`) || allowsAnyHost(url)) return false;
  const authority = url.slice(scheme.length + 3).split(/[/?#]/, 1)[0] ?? '';
  return !isLoopback(authority.replace(/^.*@/, '').replace(/:\d+$/, ''));
}

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);

/** True for a scheme that any program on the machine can claim: `myapp://callback`. */
export const hasOwnScheme = (uri: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(uri) && !/^https?:/i.test(uri);

/** `https://a.example`; undefined for what has none. */
export function originOf(uri: string): string | undefined {
  const [origin] = /^https?:\/\/[^/*?#]+/i.exec(uri) ?? [];
  return origin?.toLowerCase();
}
