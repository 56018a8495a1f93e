import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { Application, CollectContext, Environment, Gap, Json } from '@keycloak-release-gate/core';
import { z } from 'zod';
import { adminApi, RealmMissing, Unseen } from '../admin-api.ts';
import type { AdminApi } from '../admin-api.ts';
import { codes } from '../codes.ts';
import { comparableClaims } from './comparable-claims.ts';
import type { SampleUser } from './comparable-claims.ts';
import { mappersOfAssertion, withOptionalScopes } from './documents.ts';
import type { Documents } from './documents.ts';

type Representation = Readonly<Record<string, unknown>>;

const json: z.ZodType<Json> = z.json();

/** What an application is told about its test user: by each document that Keycloak gives it, the claims. */
export const ApplicationTokens = z.object({
  application: z.string(),
  realm: z.string(),
  clientId: z.string(),
  /** False where the realm has no such client: then there are no documents. */
  clientExists: z.boolean(),
  documents: z.record(z.string(), z.record(z.string(), json)),
});
export type ApplicationTokens = z.infer<typeof ApplicationTokens>;

/** Never asked for: it stands for a session that outlives the login. */
const offline = 'offline_access';
const needs = ['view-clients', 'view-users'] as const;

/**
 * Keycloak's own preview of an application's tokens (evaluate-scopes of the admin API): nobody logs in, and nothing is stored. Seen on
 * 24.0.5, 25.0.6, 26.4.0 and 26.7.4 to need no more than view-clients and view-users. Of a SAML client there is no preview: its mappers are listed in its place.
 */
export const applicationTokens = defineCollector({
  id: 'keycloak-config/tokens',
  version: 1,
  title: "What an application's tokens say about its test user",
  vantage: 'anywhere',
  evidence: ApplicationTokens,
  timeout: 60_000,
  params: (_run, application: Application) => ({ application: application.id }),
  // The user's own values are replaced by where they come from: pseudonyms would be others in each run, and could not be compared.
  personalData: false,
  collect: async ({ application: id }, context) => {
    const application = context.run.environment.applications.find((each) => each.id === id);
    if (!application) throw new Error(`The environment has no application "${id}".`);
    const { realm, clientId } = application;
    const told = { application: id, realm, clientId };
    try {
      const api = await adminApi(realm, context);
      const client = (await api.list(`/clients?clientId=${encodeURIComponent(clientId)}`, 'view-clients')).find(
        (each) => each['clientId'] === clientId,
      );
      if (client === undefined) return { value: { ...told, clientExists: false, documents: {} } };
      if (client['protocol'] === 'saml') return { value: { ...told, clientExists: true, documents: await mappersOf(api, client) } };
      const user = await sampleUser(api, application, client, context);
      if ('reason' in user) return { gaps: [user] };
      return { value: { ...told, clientExists: true, documents: await previews(api, application, client, user) } };
    } catch (error) {
      if (error instanceof Unseen) return { gaps: [error.gap] };
      if (error instanceof RealmMissing) return { value: { ...told, clientExists: false, documents: {} } };
      throw error;
    }
  },
});

/** A back-end that logs in by itself gets an access token alone. */
const kinds = (application: Application): readonly (readonly [title: string, path: string])[] => [
  ['access token', 'generate-example-access-token'],
  ...(application.login.kind === 'service'
    ? []
    : ([
        ['ID token', 'generate-example-id-token'],
        ['user info', 'generate-example-userinfo'],
      ] as const)),
];

async function previews(api: AdminApi, application: Application, client: Representation, user: SampleUser): Promise<Documents> {
  const optional = textsOf(client['optionalClientScopes']).filter((scope) => scope !== offline);
  const scopes = [
    ['', 'openid'],
    [withOptionalScopes, ['openid', ...optional.toSorted()].join(' ')],
  ] as const;
  const found = await Promise.all(
    scopes.flatMap(([suffix, scope]) =>
      kinds(application).map(async ([title, path]) => {
        const query = new URLSearchParams({ userId: user.id, scope });
        const claims = await api.get(`${pathOf(client)}/evaluate-scopes/${path}?${query}`, needs);
        return [`${title}${suffix}`, comparableClaims(claims as Json, user)] as const;
      }),
    ),
  );
  return Object.fromEntries(found);
}

async function mappersOf(api: AdminApi, client: Representation): Promise<Documents> {
  const mappers = await api.get(`${pathOf(client)}/evaluate-scopes/protocol-mappers?scope=`, 'view-clients');
  const named = (Array.isArray(mappers) ? (mappers as readonly Representation[]) : []).map(
    (mapper) => [`${String(mapper['containerName'])}: ${String(mapper['mapperName'])}`, String(mapper['protocolMapper'])] as const,
  );
  return { [mappersOfAssertion]: Object.fromEntries(named) };
}

const pathOf = (client: Representation): string => `/clients/${encodeURIComponent(String(client['id']))}`;

/** The user whose tokens are looked at, with all that Keycloak knows of them; or why there is none. */
async function sampleUser(
  api: AdminApi,
  application: Application,
  client: Representation,
  { run: { environment } }: CollectContext<unknown>,
): Promise<SampleUser | Gap> {
  if (application.login.kind === 'service') {
    const account = await api.get(`${pathOf(client)}/service-account-user`, 'view-clients');
    return asUser(account) ?? missing(application, 'its service account');
  }
  const username = usernameOf(application, environment);
  if (username === undefined) return missing(application, 'a test user');
  const found = await api.list(`/users?exact=true&username=${encodeURIComponent(username)}`, 'view-users');
  return asUser(found.find((user) => String(user['username']).toLowerCase() === username.toLowerCase())) ?? missing(application, username);
}

/** The name of the test user that the environment declares for an application. */
const usernameOf = ({ user }: Application, { users }: Environment): string | undefined =>
  user === undefined ? undefined : users[user]?.username;

function asUser(value: unknown): SampleUser | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string') return undefined;
  return { ...value, id: value.id };
}

const missing = ({ id, realm }: Application, who: string): Gap =>
  gap(codes.SAMPLE_USER_MISSING, { subject: `application/${id}`, reason: `The realm "${realm}" does not have ${who}.` });

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
