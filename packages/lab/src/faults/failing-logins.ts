import type { Lab } from '../lab/lab.ts';
import { labRealmName } from '../realm/index.ts';

/** Asks for logins that lead to an address which the client does not have: each is an error of a client in Keycloak's log. */
export async function askForWrongRedirects(lab: Lab, clientId: string, times: number, signal: AbortSignal): Promise<void> {
  const url = new URL(`${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect/auth`);
  url.search = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'https://old-portal.example.org/callback',
  }).toString();
  for (let count = 0; count < times; count += 1) await (await fetch(url, { signal, redirect: 'manual' })).body?.cancel();
}

/** Tries passwords of people who do not exist, as people and robots do all day. */
export async function tryPasswords(lab: Lab, times: number, signal: AbortSignal): Promise<void> {
  const url = `${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect/token`;
  for (let count = 0; count < times; count += 1) {
    const body = new URLSearchParams({
      grant_type: 'password',
      client_id: 'admin-cli',
      username: `somebody-${count}`,
      password: 'a guess',
    });
    await (await fetch(url, { method: 'POST', body, signal })).body?.cancel();
  }
}
