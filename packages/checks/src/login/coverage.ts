import { defineCheck, finding, NotTested } from '@keycloak-release-gate/core';
import type { Exhibit, Finding, Judgement } from '@keycloak-release-gate/core';
import { z } from 'zod';
import type { RealmConfiguration } from '../keycloak-config/evidence.ts';
import { missingRealm } from '../keycloak-config/missing-realm.ts';
import { realmConfiguration } from '../keycloak-config/realm-configuration.ts';
import { codes } from './codes.ts';

/** How many clients a message names; all of them stand beside it. */
const most = 10;

/** What every realm is born with. */
export const keycloakOwnClients: ReadonlySet<string> = new Set([
  'account',
  'account-console',
  'admin-cli',
  'broker',
  'realm-management',
  'security-admin-console',
]);

const Client = z.object({
  clientId: z.string(),
  enabled: z.boolean().default(true),
  bearerOnly: z.boolean().default(false),
  serviceAccountsEnabled: z.boolean().default(false),
  standardFlowEnabled: z.boolean().default(false),
  implicitFlowEnabled: z.boolean().default(false),
  directAccessGrantsEnabled: z.boolean().default(false),
  attributes: z.record(z.string(), z.unknown()).default({}),
});
type Client = z.infer<typeof Client>;

const Expected = z.object({
  /** The applications of the realm that are declared, each with its client. To a service nobody logs in. */
  applications: z.array(z.object({ id: z.string(), client: z.string(), service: z.boolean().default(false) })).default([]),
  /** The gate's own clients. */
  gate: z.array(z.string()).default([]),
  notTested: z.array(NotTested).default([]),
});

/** Every client that people log in to has an application in the environment, and every application a client. One per realm. */
export const everyClientCovered = defineCheck({
  id: 'login/coverage',
  title: 'Every client that people log in to is logged in to',
  why: 'What is not declared is not tried, and a release that breaks it passes.',
  about: (realm: string) => realm,
  reads: { now: realmConfiguration },
  onGaps: 'judge',
  expects: Expected,
  expected: ({ environment }, realm) => ({
    applications: environment.applications
      .filter((application) => application.realm === realm)
      .map(({ id, clientId, login }) => ({ id, client: clientId, service: login.kind === 'service' })),
    gate: [environment.gate.admin, environment.gate.witness].flatMap((client) => (client?.realm === realm ? [client.clientId] : [])),
    notTested: environment.notTested.filter((each) => (each.realm ?? environment.keycloak.realms[0]) === realm),
  }),
  judge: ({ now }, expected, { now: at }) => (now.exists ? judge(now, expected, at) : { findings: [missingRealm(now.realm)] }),
});

function judge(now: RealmConfiguration, { applications, gate, notTested }: z.output<typeof Expected>, at: string): Judgement {
  const clients = clientsOf(now);
  const forPeople = clients.filter((client) => isForPeople(client) && !gate.includes(client.clientId));
  const logsPeopleIn = forPeople.map(({ clientId }) => clientId);
  // One that people log in to with a browser has to be logged in to so, whatever it does beside that.
  const covered = new Set(
    forPeople
      .filter((client) => applications.some(({ client: id, service }) => id === client.clientId && !(service && isInBrowser(client))))
      .map(({ clientId }) => clientId),
  );
  const accepted = new Map(notTested.map((each) => [each.client, each]));
  const open = logsPeopleIn.filter((client) => !covered.has(client));
  const uncovered = open.filter((client) => !accepted.has(client)).toSorted();
  const expired = notTested.filter(({ client, expires }) => open.includes(client) && Date.parse(expires) <= Date.parse(at));
  const known = new Set(clients.map(({ clientId }) => clientId));
  // Of clients that were not all read nobody knows that one is not there: the gap says so.
  const allRead = !now.unreadable.some(({ kind }) => kind === 'client');
  return {
    findings: [
      ...(uncovered.length === 0 ? [] : [notCovered(now.realm, uncovered)]),
      ...expired.map(({ client, owner, expires }) =>
        finding(codes.ACCEPTANCE_EXPIRED, {
          subject: `client/${client}`,
          message: `That nobody logs in to "${client}" was accepted by ${owner} until ${expires}.`,
          expected: expires,
        }),
      ),
      ...applications.filter(({ client }) => allRead && !known.has(client)).map((application) => withoutClient(now.realm, application)),
    ],
    facts: [
      { name: 'clients that people log in to', value: logsPeopleIn.length },
      { name: 'of them logged in to', value: logsPeopleIn.length - open.length },
    ],
    exhibits: acceptedTable(notTested, open),
  };
}

/** The clients of the realm; several of one name are one. */
const clientsOf = ({ objects }: RealmConfiguration): Client[] =>
  Object.entries(objects).flatMap(([key, object]) => {
    const client = key.startsWith('client/') ? Client.safeParse(Array.isArray(object) ? object[0] : object) : undefined;
    return client?.success ? [client.data] : [];
  });

/** People see pages of Keycloak when they log in to it. */
const isInBrowser = ({ standardFlowEnabled, implicitFlowEnabled, attributes }: Client): boolean =>
  standardFlowEnabled || implicitFlowEnabled || attributes['oauth2.device.authorization.grant.enabled'] === 'true';

/** Not Keycloak's own, and not one that only asks for tokens of its own or only takes them. */
function isForPeople(client: Client): boolean {
  if (!client.enabled || client.bearerOnly || keycloakOwnClients.has(client.clientId) || client.attributes['realm_client'] === 'true')
    return false;
  return isInBrowser(client) || client.directAccessGrantsEnabled;
}

function notCovered(realm: string, clients: readonly string[]): Finding {
  const named = clients.slice(0, most).join(', ');
  return finding(codes.CLIENTS_NOT_COVERED, {
    subject: `realm/${realm}`,
    message: `Of ${clients.length === 1 ? 'one client' : `${clients.length} clients`} nobody knows whether people get in: ${named}${clients.length > most ? ` and ${clients.length - most} more` : ''}.`,
    actual: [...clients],
  });
}

const withoutClient = (realm: string, { id, client }: { readonly id: string; readonly client: string }): Finding =>
  finding(codes.APPLICATION_WITHOUT_CLIENT, {
    subject: `application/${id}`,
    message: `Realm "${realm}" has no client "${client}".`,
    expected: client,
  });

function acceptedTable(notTested: readonly NotTested[], open: readonly string[]): Exhibit[] {
  if (notTested.length === 0) return [];
  return [
    {
      kind: 'table',
      title: 'Clients that are accepted as not tested',
      columns: ['Client', 'Reason', 'Owner', 'Until', ''],
      rows: notTested.map(({ client, reason, owner, expires }) => [
        client,
        reason,
        owner,
        expires,
        open.includes(client) ? '' : 'accepts nothing: remove it',
      ]),
    },
  ];
}
