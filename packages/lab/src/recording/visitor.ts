/**
 * What anybody on the internet may ask of a Keycloak, none of it valid: it leaves warnings and errors in the log that say nothing
 * about the release. Answers do not matter.
 */
export async function visitRudely(url: string, signal: AbortSignal): Promise<void> {
  const realm = `${url}/realms/master`;
  const openid = `${realm}/protocol/openid-connect`;
  const form = (values: Readonly<Record<string, string>>): RequestInit => ({ method: 'POST', body: new URLSearchParams(values) });
  const requests: readonly (readonly [string, RequestInit?])[] = [
    [`${openid}/token`, form({ grant_type: 'password', client_id: 'admin-cli', username: 'nobody"x', password: 'wrong' })],
    [`${openid}/token`, form({ grant_type: 'client_credentials', client_id: 'no-such-client', client_secret: 'wrong' })],
    [`${openid}/token`, form({ grant_type: 'refresh_token', client_id: 'admin-cli', refresh_token: 'x.y.z' })],
    [`${openid}/auth`],
    [`${openid}/auth?client_id=no-such-client&response_type=code&redirect_uri=http://192.0.2.9/`],
    [`${openid}/auth?client_id=account-console&response_type=code&redirect_uri=http://192.0.2.9/`],
    [`${openid}/auth?client_id=account-console&response_type=nonsense&redirect_uri=${encodeURIComponent(`${realm}/account/`)}`],
    [`${openid}/auth?client_id=account-console&response_type=code&scope=none+such&redirect_uri=${encodeURIComponent(`${realm}/account/`)}`],
    [`${openid}/logout?client_id=no-such-client&post_logout_redirect_uri=http://192.0.2.9/`],
    [`${openid}/logout?id_token_hint=x.y.z`],
    [`${openid}/userinfo`, { headers: { authorization: 'Bearer x.y.z' } }],
    [`${realm}/login-actions/authenticate?session_code=x&execution=y&client_id=account-console&tab_id=z`],
    [`${realm}/broker/none/endpoint?state=x&code=y`],
    [`${url}/realms/none/.well-known/openid-configuration`],
    [`${url}/admin/realms`, { headers: { authorization: 'Bearer x.y.z' } }],
    [`${url}/no/such/page`],
  ];
  for (const [address, request] of requests) {
    const answer = await fetch(address, { ...request, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) });
    await answer.arrayBuffer();
  }
}
