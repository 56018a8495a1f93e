import { defineCollector } from '@keycloak-release-gate/core';
import type { Application } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { realmUrl } from '../login/place.ts';
import { clientOf } from './client-of.ts';
import { lookAgain } from './look-again.ts';
import { openidGap } from './openid-error.ts';
import { TokenTrial, tryToken } from './token-trial.ts';

/** What came of asking for a token, and of the token. */
export const ServiceAccount = z.object({ application: z.string(), token: TokenTrial });
export type ServiceAccount = z.infer<typeof ServiceAccount>;

/** Gets a token as a service account does, verifies it by the realm's keys, uses it, and revokes it. */
export const serviceAccount = defineCollector({
  id: 'oidc/service-account',
  version: 1,
  title: 'A token of a service account',
  vantage: 'outside',
  evidence: ServiceAccount,
  timeout: 150_000,
  params: (_run, application: Application) => ({ application: application.id }),
  collect: async (params, { run, secret, conceal, signal }) => {
    const application = run.environment.applications.find(({ id }) => id === params.application);
    if (application?.login.kind !== 'service') throw new Error(`"${params.application}" is no service account of the environment.`);
    const issuer = realmUrl(run.environment.keycloak.publicUrl, application.realm);
    const { id, clientId, login } = application;
    const seen = await lookAgain(async () => {
      try {
        const client = await clientOf(issuer, clientId, secret(login.clientSecret), signal);
        return { value: { application: id, token: await tryToken(client, conceal) } };
      } catch (error) {
        signal.throwIfAborted();
        return { gap: openidGap(error, new URL(issuer).host, `application/${id}`) };
      }
    }, signal);
    return 'gap' in seen ? { gaps: [seen.gap] } : seen;
  },
});
