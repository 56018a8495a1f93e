import type { Configuration } from 'openid-client';

/** openid-client refuses plain HTTP. Where the public address is http, as in a lab, it is allowed; nowhere else. */
export async function plainHttpFor(issuer: string): Promise<((configuration: Configuration) => void)[]> {
  if (!issuer.startsWith('http:')) return [];
  const oidc = await import('openid-client');
  // Marked as deprecated only to make it stand out.
  // oxlint-disable-next-line typescript/no-deprecated
  return [oidc.allowInsecureRequests];
}
