import { defineCheck, finding } from '@keycloak-release-gate/core';
import type { Fact, Finding, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { codes } from './codes.ts';
import { discoveryAndKeys } from './discovery-and-keys.ts';
import { gateClients, gateClientsIn } from './gate-clients.ts';
import type { CodeTrial, GateClients } from './gate-clients.ts';
import { tokenFacts, tokenFindings } from './judge-token.ts';
import type { TokenTrial } from './token-trial.ts';

/**
 * The endpoints do together what they are for, seen with the gate's own clients and before any browser: a token is given, is good for all
 * that it is for and, once revoked, for nothing; and a login would get as far as to the person. One per realm.
 */
export const protocol = defineCheck({
  id: 'oidc/protocol',
  title: 'The protocol works, up to the login of a person',
  why: 'Where the protocol itself is broken every application fails in a way of its own; here it has one cause.',
  about: (realm: string) => realm,
  reads: { seen: gateClients },
  needs: [discoveryAndKeys],
  expects: z.object({}),
  skip: ({ environment }, realm) =>
    Object.keys(gateClientsIn(environment, realm)).length > 0 ? undefined : 'The gate has no client of its own in this realm.',
  judge: ({ seen }) => judge(seen),
});

function judge({ realm, reader, witness }: GateClients): Judgement {
  const subject = `realm/${realm}`;
  return {
    findings: [
      ...(reader ? readerFindings(subject, reader) : []),
      // A realm that gives nobody a token knows no client.
      ...(witness && !(reader && isOfRealm(reader.token)) ? witnessFindings(witness) : []),
    ],
    facts: [...(reader?.token.kind === 'granted' ? tokenFacts(reader.token) : []), ...(witness && isWell(witness.code) ? [codeFlow] : [])],
  };
}

const codeFlow: Fact = { name: 'the code flow with PKCE gets to', value: 'the login of a person' };

function readerFindings(subject: string, { clientId, token }: NonNullable<GateClients['reader']>): Finding[] {
  if (token.kind === 'granted') return tokenFindings(subject, token);
  const said = `Keycloak answered HTTP ${token.status}, ${inWords(token)}.`;
  return [
    isOfRealm(token) ? finding(codes.TOKEN_ENDPOINT, { subject, message: said, actual: token.error }) : clientRefused(clientId, said),
  ];
}

/** True where no other client gets a token either; what is wrong with the gate's own entry is nothing that an application feels. */
const isOfRealm = (token: TokenTrial): boolean =>
  token.kind === 'refused' && !['invalid_client', 'unauthorized_client', 'invalid_scope'].includes(token.error);

const inWords = ({ error, description }: { readonly error: string; readonly description?: string | undefined }): string =>
  description === undefined ? error : `${error} (${description})`;

function witnessFindings({ clientId, code }: NonNullable<GateClients['witness']>): Finding[] {
  if (isWell(code)) return [];
  const { sentBack, description, page } = code;
  if (page !== undefined) return [clientRefused(clientId, `Keycloak shows a page with HTTP ${page} instead of sending the browser back.`)];
  if (sentBack !== 'login_required')
    return [clientRefused(clientId, `Keycloak sends a login back with ${inWords({ error: sentBack ?? 'nothing', description })}.`)];
  return [clientRefused(clientId, 'Keycloak refuses its secret.')];
}

const isWell = ({ sentBack, secret }: CodeTrial): boolean => sentBack === 'login_required' && secret === 'taken';

const clientRefused = (clientId: string, message: string): Finding =>
  finding(codes.GATE_CLIENT_REFUSED, { subject: `client/${clientId}`, message });
