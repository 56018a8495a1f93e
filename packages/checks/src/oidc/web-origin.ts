import { defineCheck, defineCollector, finding, gap } from '@keycloak-release-gate/core';
import type { Application, Finding } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { realmUrl } from '../login/place.ts';
import { asGate } from '../as-gate.ts';
import { networkGap } from './answer.ts';
import { codes } from './codes.ts';
import { discoveryAndKeys } from './discovery-and-keys.ts';
import { lookAgain, patience } from './look-again.ts';

const WebOrigin = z.object({
  application: z.string(),
  origin: z.string(),
  /** What the token endpoint answers to the browser's question before it sends the code. */
  preflight: z.object({ status: z.number().int(), allowOrigin: z.string().optional(), allowMethods: z.string().optional() }),
  /** Whether Keycloak takes the origin for one of the client's. */
  ofClient: z.enum(['yes', 'no', 'unclear']),
});

/** Asks as a browser does before it lets a single-page application ask for tokens. */
export const webOrigin = defineCollector({
  id: 'oidc/web-origin',
  version: 1,
  title: "The web origin of a single-page application's client",
  vantage: 'outside',
  evidence: WebOrigin,
  timeout: 60_000,
  params: (_run, application: Application) => ({ application: application.id }),
  collect: async (params, { run, signal }) => {
    const application = run.environment.applications.find(({ id }) => id === params.application);
    const subject = `application/${params.application}`;
    if (application?.url === undefined)
      return { gaps: [gap(codes.ORIGIN_UNKNOWN, { subject, reason: `The environment "${run.environment.id}" declares no url for it.` })] };
    const { origin } = new URL(application.url);
    const base = `${realmUrl(run.environment.keycloak.publicUrl, application.realm)}/protocol/openid-connect`;
    const seen = await lookAgain(async () => {
      try {
        return { value: await askAsBrowser(base, application.clientId, origin, signal) };
      } catch (error) {
        signal.throwIfAborted();
        return { gap: networkGap(error, new URL(base).host, subject) };
      }
    }, signal);
    return 'gap' in seen ? { gaps: [seen.gap] } : { value: { application: application.id, origin, ...seen.value } };
  },
});

async function askAsBrowser(
  base: string,
  clientId: string,
  origin: string,
  signal: AbortSignal,
): Promise<Pick<z.infer<typeof WebOrigin>, 'preflight' | 'ofClient'>> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const asked = new URLSearchParams({ client_id: clientId, origin });
  const [preflight, known] = await Promise.all([
    fetch(`${base}/token`, {
      method: 'OPTIONS',
      headers: { ...asGate, origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      signal: limited,
    }),
    // What keycloak-js asks for its check of sessions: it tells of a client's origins, needs no token and leaves no event.
    fetch(`${base}/login-status-iframe.html/init?${asked.toString()}`, { headers: asGate, signal: limited }),
  ]);
  await Promise.all([preflight.body?.cancel(), known.body?.cancel()]);
  const allowOrigin = preflight.headers.get('access-control-allow-origin');
  const allowMethods = preflight.headers.get('access-control-allow-methods');
  return {
    preflight: {
      status: preflight.status,
      ...(allowOrigin === null ? {} : { allowOrigin }),
      ...(allowMethods === null ? {} : { allowMethods }),
    },
    ofClient: known.status === 204 ? 'yes' : isRefusal(known) ? 'no' : 'unclear',
  };
}

/** Keycloak refuses without a word; a firewall has a page. */
const isRefusal = ({ status, headers }: Response): boolean => status === 403 && !headers.has('content-type');

/** A browser lets the application ask Keycloak for tokens. One per single-page application. */
export const webOriginAllowed = defineCheck({
  id: 'oidc/web-origin',
  title: 'The single-page application may ask for tokens',
  why: 'Without its web origin a browser keeps the tokens from it: the login comes back, and nothing happens.',
  severity: (application: Application) => (application.severity === 'warning' ? 'warning' : 'blocker'),
  about: (application: Application) => application.id,
  reads: { seen: webOrigin },
  needs: [{ check: discoveryAndKeys.check, of: ({ realm }) => [realm] }],
  expects: z.object({}),
  skip: (_run, { login }) =>
    login.kind === 'browser' && login.localSession === 'none' ? undefined : 'It has a server of its own, which asks for its tokens.',
  judge: ({ seen }) => {
    const subject = `application/${seen.application}`;
    return {
      findings: findingsOf(subject, seen),
      ...(seen.ofClient === 'unclear'
        ? { gaps: [gap(codes.ORIGIN_UNKNOWN, { subject, reason: 'Keycloak did not say whether the origin is one of the client’s.' })] }
        : {}),
      facts: [{ name: 'web origin', value: seen.origin }],
    };
  },
});

function findingsOf(subject: string, { origin, preflight, ofClient }: z.infer<typeof WebOrigin>): Finding[] {
  const { status, allowOrigin, allowMethods = '' } = preflight;
  const letsAsk = status < 300 && (allowOrigin === origin || allowOrigin === '*') && /POST|\*/.test(allowMethods);
  return [
    ...(letsAsk
      ? []
      : [
          finding(codes.CORS_PREFLIGHT, {
            subject,
            message: `To the question of a browser the token endpoint answers HTTP ${status}, and allows ${allowOrigin === undefined ? 'no origin' : `the origin ${allowOrigin}`}${allowMethods === '' ? '' : ` (${allowMethods})`}.`,
            expected: origin,
            ...(allowOrigin === undefined ? {} : { actual: allowOrigin }),
          }),
        ]),
    ...(ofClient === 'no'
      ? [finding(codes.WEB_ORIGIN, { subject, message: `${origin} is not among the client's web origins.`, expected: origin })]
      : []),
  ];
}
