import { z } from 'zod';
import type { Lab } from '../lab/lab.ts';
import { labRealmName } from '../realm/index.ts';
import type { Expectation, Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

const path = `/realms/${labRealmName}/.well-known/openid-configuration`;

const Document = z.looseObject({
  token_endpoint: z.string(),
  grant_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
});
export type Document = z.infer<typeof Document>;

/** A gateway before Keycloak gives out a discovery document of its own, as API gateways do: Keycloak's, with something else in it. */
export const documentOfGateway = (
  name: string,
  change: (document: Document, lab: Lab) => Partial<Document>,
): Pick<Fault, 'inject' | 'heal'> => ({
  inject: async (lab, signal) => {
    const document = Document.parse(await (await fetch(`${lab.state.publicUrl}${path}`, { signal })).json());
    // What is undefined is not in it.
    const page = JSON.stringify({ ...document, ...change(document, lab) });
    const rule = { about: [path], does: { kind: 'answer', status: 200, page, type: 'application/json' } } as const;
    await lab.control('balancer.rule', { name, rule });
  },
  heal: async (lab) => void (await lab.control('balancer.rule', { name, rule: null })),
});

/** What the gate says about it, before any browser. */
export const toldOfDocument = (cause: Expectation['cause'], mayAlso: Expectation['mayAlso'] = ['oidc/DISCOVERY_CHANGED']): Expectation => ({
  suite: 'post-deploy',
  cause,
  exitCode: 1,
  mayAlso,
  domains: ['oidc/discovery-and-keys'],
  blocks: ['oidc/protocol', journeyOf('apache')],
});
