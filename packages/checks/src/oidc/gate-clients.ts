import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { CollectContext, Environment } from '@keycloak-release-gate/core';
import type { Configuration } from 'openid-client';
import { z } from 'zod';
import { realmUrl, withoutSlash } from '../login/place.ts';
import { asGate } from '../as-gate.ts';
import { clientOf } from './client-of.ts';
import { codes } from './codes.ts';
import { lookAgain, patience } from './look-again.ts';
import type { Look } from './look-again.ts';
import { openidGap } from './openid-error.ts';
import { TokenTrial, tryToken } from './token-trial.ts';
import type { Taken } from './token-trial.ts';

/** How far a client comes with the login of a person, where there is no person. */
const CodeTrial = z.object({
  /** `login_required` where all is well: the error by which Keycloak sends the client's request back. */
  sentBack: z.string().optional(),
  description: z.string().optional(),
  /** The status of the page, where Keycloak showed one instead. */
  page: z.number().int().optional(),
  /** Whether Keycloak takes the client's secret. */
  secret: z.enum(['taken', 'refused']),
});
export type CodeTrial = z.infer<typeof CodeTrial>;

/** What the gate's own clients can do in a realm; absent where it has none there. */
export const GateClients = z.object({
  realm: z.string(),
  reader: z.object({ clientId: z.string(), token: TokenTrial }).optional(),
  witness: z.object({ clientId: z.string(), code: CodeTrial }).optional(),
});
export type GateClients = z.infer<typeof GateClients>;

/** The gate's clients in a realm. */
export const gateClientsIn = (
  { gate: { admin, witness } }: Environment,
  realm: string,
): Partial<Pick<Environment['gate'], 'admin' | 'witness'>> => ({
  ...(admin.realm === realm ? { admin } : {}),
  ...(witness?.realm === realm ? { witness } : {}),
});

/**
 * Tries the protocol with the gate's own clients: with the reader a token's whole life, with the witness the code flow with PKCE as far as
 * it goes without a person. Nobody's password is used, and no error is left in the realm's events.
 */
export const gateClients = defineCollector({
  id: 'oidc/gate-clients',
  version: 1,
  title: 'The protocol, with the gate’s own clients',
  vantage: 'outside',
  evidence: GateClients,
  timeout: 150_000,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, { run, secret, conceal, signal }) => {
    const issuer = realmUrl(run.environment.keycloak.publicUrl, realm);
    const subject = `realm/${realm}`;
    const { admin, witness } = gateClientsIn(run.environment, realm);
    const [reader, code] = await Promise.all([
      admin &&
        seen(
          () => readerIn(issuer, { ...admin, secret: secret(admin.secret) }, run.environment.keycloak.adminUrl, { conceal, signal }),
          issuer,
          subject,
          signal,
        ),
      witness && seen(() => witnessIn(issuer, witness, secret(witness.secret), signal), issuer, subject, signal),
    ]);
    const gaps = [reader, code].flatMap((each) => (each && 'gap' in each ? [each.gap] : []));
    // Both ask the same server: what hides the one from view hides the other.
    if (gaps.length > 0) return { gaps: gaps.slice(0, 1) };
    return {
      value: {
        realm,
        ...(reader && 'value' in reader && admin ? { reader: { clientId: admin.clientId, token: reader.value } } : {}),
        ...(code && 'value' in code && witness ? { witness: { clientId: witness.clientId, code: code.value } } : {}),
      },
    };
  },
});

type Client = Environment['gate']['admin'];
type WitnessClient = NonNullable<Environment['gate']['witness']>;

/** What a look came to; what it throws as a gap. */
const seen = async <T extends object>(
  look: () => Promise<Look<T>>,
  issuer: string,
  subject: string,
  signal: AbortSignal,
): Promise<Look<{ readonly value: T }>> =>
  lookAgain(async () => {
    try {
      const found = await look();
      return 'gap' in found ? found : { value: found };
    } catch (error) {
      signal.throwIfAborted();
      return { gap: openidGap(error, new URL(issuer).host, subject) };
    }
  }, signal);

async function readerIn(
  issuer: string,
  { realm, clientId, secret }: Pick<Client, 'realm' | 'clientId'> & { readonly secret: string },
  adminUrl: string,
  { conceal, signal }: Pick<CollectContext<unknown>, 'conceal' | 'signal'>,
): Promise<TokenTrial> {
  const url = `${withoutSlash(adminUrl)}/admin/realms/${encodeURIComponent(realm)}`;
  return tryToken(await clientOf(issuer, clientId, secret, signal), conceal, (token) => takenAt(url, token, signal));
}

/** Unclear where the admin API may not be asked, or gives no answer: other looks tell why. */
async function takenAt(url: string, token: string, signal: AbortSignal): ReturnType<Taken> {
  try {
    const headers = { ...asGate, authorization: `Bearer ${token}`, accept: 'application/json' };
    const answer = await fetch(url, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });
    await answer.body?.cancel();
    return answer.ok ? 'taken' : answer.status === 401 ? 'refused' : 'unclear';
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TypeError || error instanceof DOMException) return 'unclear';
    throw error;
  }
}

async function witnessIn(
  issuer: string,
  { clientId, redirectUri }: WitnessClient,
  clientSecret: string,
  signal: AbortSignal,
): Promise<Look<CodeTrial>> {
  const client = await clientOf(issuer, clientId, clientSecret, signal);
  const sent = await askForCode(client, redirectUri, signal);
  return 'gap' in sent ? sent : { ...sent, secret: await isSecretTaken(client) };
}

/** Asks for a code as an application does, in a browser in which nobody is logged in and that may show no page. */
async function askForCode(client: Configuration, redirectUri: string, signal: AbortSignal): Promise<Look<Omit<CodeTrial, 'secret'>>> {
  const oidc = await import('openid-client');
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: 'openid',
    prompt: 'none',
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const answer = await fetch(url, {
    redirect: 'manual',
    headers: asGate,
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  });
  await answer.body?.cancel();
  const location = answer.headers.get('location');
  if (location === null || !location.startsWith(redirectUri)) return pageOf(url, answer.status, location);
  try {
    // It holds state and issuer against the request, and throws the error that the request was sent back with.
    await oidc.authorizationCodeGrant(client, new URL(location), { pkceCodeVerifier: verifier, expectedState: state });
    return { sentBack: 'code' };
  } catch (error) {
    if (!(error instanceof oidc.AuthorizationResponseError)) throw error;
    const { error: sentBack, error_description: description } = error;
    return { sentBack, ...(description === undefined ? {} : { description }) };
  }
}

/** Keycloak shows a page of its own where it does not know whom to send the browser back to; a proxy has others. */
function pageOf({ host, pathname }: URL, status: number, location: string | null): Look<Omit<CodeTrial, 'secret'>> {
  const reason = `${host}${pathname} answered HTTP ${status}${location === null ? '' : ', and sends the browser elsewhere'}.`;
  const subject = `host/${host}`;
  if (status === 400) return { page: status };
  if (status >= 500) return { gap: gap(codes.SERVER_ERROR, { subject, reason }) };
  return { gap: gap(status === 403 || status === 429 ? codes.BLOCKED : codes.NOT_KEYCLOAK, { subject, reason }) };
}

/** Asks about a token that nobody has: Keycloak answers whom it knows, and tells the secret of no one. */
async function isSecretTaken(client: Configuration): Promise<CodeTrial['secret']> {
  const oidc = await import('openid-client');
  try {
    await oidc.tokenIntrospection(client, 'none');
    return 'taken';
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError || error instanceof oidc.WWWAuthenticateChallengeError) return 'refused';
    throw error;
  }
}
