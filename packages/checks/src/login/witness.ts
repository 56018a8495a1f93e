import type { CollectContext, Environment } from '@keycloak-release-gate/core';
import type { Configuration } from 'openid-client';
import type { Cookie } from 'playwright-core';
import { fetchAsGate } from '../oidc/fetch-as-gate.ts';
import { plainHttpFor } from '../oidc/plain-http.ts';
import { cookieHeader } from './cookies.ts';
import { realmUrl } from './place.ts';
import { asGate } from '../as-gate.ts';

/** Milliseconds for one answer. */
const patience = 10_000;

/** What the gate's witness holds of a browser session. */
export interface Witnessed {
  /** The id of Keycloak's session. */
  readonly sid: string;
  readonly refreshToken: string;
}

export type SilentLogin = 'refused' | 'allowed' | 'unclear';

/** The gate's second client in the browser's session: it sees whether the session itself lives, not only one client's part in it. */
export interface Witness {
  /** Tries a login without any page (`prompt=none`). */
  silentLogin(cookies: readonly Cookie[], signal: AbortSignal): Promise<SilentLogin>;
  /** A silent login to its end: tokens of the session. Undefined where it is refused. */
  join(cookies: readonly Cookie[], signal: AbortSignal): Promise<Witnessed | undefined>;
  /** Uses the refresh token; `refused` is what a dead session answers. A new token is returned with it. */
  refresh(refreshToken: string, signal: AbortSignal): Promise<{ readonly result: SilentLogin; readonly refreshToken: string }>;
  /** Ends the session. True when Keycloak agreed. */
  end(refreshToken: string, signal: AbortSignal): Promise<boolean>;
}

type WitnessClient = NonNullable<Environment['gate']['witness']>;

/** The witness of a realm; undefined where none is declared for it. */
export async function witnessOf(realm: string, { run, secret, conceal, shared }: CollectContext<unknown>): Promise<Witness | undefined> {
  const client = run.environment.gate.witness;
  if (client?.realm !== realm) return undefined;
  const { publicUrl } = run.environment.keycloak;
  const clientSecret = secret(client.secret);
  // One for the run, because it keeps the keys of the realm.
  const configuration = await shared(
    `oidc-client/${realm}/${client.clientId}`,
    () => configure(realmUrl(publicUrl, realm), client, clientSecret),
    async () => {},
  );
  return witness(configuration, client, clientSecret, conceal);
}

async function configure(issuer: string, { clientId }: WitnessClient, clientSecret: string): Promise<Configuration> {
  const oidc = await import('openid-client');
  const at = (name: string): string => `${issuer}/protocol/openid-connect/${name}`;
  const server = {
    issuer,
    authorization_endpoint: at('auth'),
    token_endpoint: at('token'),
    end_session_endpoint: at('logout'),
    jwks_uri: at('certs'),
  };
  const configuration = new oidc.Configuration(server, clientId, {}, oidc.ClientSecretPost(clientSecret));
  // Without it, the signature of an ID token from the token endpoint is not verified.
  oidc.enableNonRepudiationChecks(configuration);
  for (const allow of await plainHttpFor(issuer)) allow(configuration);
  configuration.timeout = patience / 1000;
  configuration[oidc.customFetch] = fetchAsGate();
  return configuration;
}

function witness(
  configuration: Configuration,
  { clientId, redirectUri }: WitnessClient,
  clientSecret: string,
  conceal: (value: string) => void,
): Witness {
  const ask = async (
    cookies: readonly Cookie[],
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<URL | undefined> => {
    const { buildAuthorizationUrl } = await import('openid-client');
    const url = buildAuthorizationUrl(configuration, { redirect_uri: redirectUri, scope: 'openid', prompt: 'none', ...parameters });
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { ...asGate, cookie: cookieHeader(cookies, url.href) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    await answer.body?.cancel();
    const location = answer.headers.get('location');
    return location?.startsWith(redirectUri) ? new URL(location) : undefined;
  };
  const pkce = async (): Promise<{ readonly verifier: string; readonly challenge: Readonly<Record<string, string>> }> => {
    const oidc = await import('openid-client');
    const verifier = oidc.randomPKCECodeVerifier();
    return { verifier, challenge: { code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' } };
  };
  return {
    silentLogin: async (cookies, signal) => {
      const back = await ask(cookies, (await pkce()).challenge, signal);
      if (back?.searchParams.has('code')) return 'allowed';
      return back?.searchParams.get('error') === 'login_required' ? 'refused' : 'unclear';
    },
    join: async (cookies, signal) => {
      const oidc = await import('openid-client');
      const { verifier, challenge } = await pkce();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const back = await ask(cookies, { ...challenge, state, nonce }, signal);
      if (!back?.searchParams.has('code')) return undefined;
      const tokens = await oidc.authorizationCodeGrant(configuration, back, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
      });
      const sid = tokens.claims()?.['sid'];
      if (typeof sid !== 'string' || tokens.refresh_token === undefined) return undefined;
      conceal(tokens.refresh_token);
      return { sid, refreshToken: tokens.refresh_token };
    },
    refresh: async (refreshToken, signal) => {
      signal.throwIfAborted();
      const oidc = await import('openid-client');
      try {
        const tokens = await oidc.refreshTokenGrant(configuration, refreshToken);
        return { result: 'allowed', refreshToken: tokens.refresh_token ?? refreshToken };
      } catch (error) {
        const refused = error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant';
        return { result: refused ? 'refused' : 'unclear', refreshToken };
      }
    },
    end: async (refreshToken, signal) => {
      const endpoint = configuration.serverMetadata().end_session_endpoint ?? '';
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: asGate,
        body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      });
      await answer.body?.cancel();
      return answer.ok;
    },
  };
}
