import { z } from 'zod';
import { asGate } from '../as-gate.ts';
import { keycloakOwnClients } from '../login/coverage.ts';

/** Milliseconds for one answer. */
const patience = 15_000;
/** Servers cut longer lists. */
const pageSize = 100;
const mostPages = 200;

/** A client that somebody or something logs in with, as far as its entry is guessed from it. Nothing secret is read. */
export interface FoundClient {
  readonly clientId: string;
  readonly name: string;
  readonly url: string | undefined;
  /** `browser`: people log in to it with a server behind it; `single-page`: without one; `service`: it logs in by itself. */
  readonly kind: 'browser' | 'single-page' | 'saml' | 'service' | 'other';
}

/** A Keycloak, as far as the reader may see it. */
export interface FoundKeycloak {
  /** Where it tells its version. */
  readonly version?: string;
  readonly realms: readonly FoundRealm[];
}

export interface FoundRealm {
  readonly realm: string;
  readonly clients: readonly FoundClient[];
}

/** Why Keycloak could not be looked at, with what to do. */
export class NotDiscovered extends Error {
  override readonly name = 'NotDiscovered';
  readonly where: string;
  readonly remedy: string;

  constructor(message: string, where: string, remedy: string) {
    super(message);
    this.where = where;
    this.remedy = remedy;
  }
}

export interface Reader {
  /** Where /admin is reached. */
  readonly url: string;
  readonly realm: string;
  readonly clientId: string;
  readonly secret: string;
}

/** Which roles may see the version differs between versions. */
const ServerInfo = z.object({ systemInfo: z.object({ version: z.string().regex(/^\d+\.\d+\.\d+/) }) });

const Client = z.object({
  clientId: z.string(),
  name: z.string().nullish(),
  protocol: z.string().nullish(),
  enabled: z.boolean().default(true),
  bearerOnly: z.boolean().default(false),
  publicClient: z.boolean().default(false),
  standardFlowEnabled: z.boolean().default(false),
  implicitFlowEnabled: z.boolean().default(false),
  serviceAccountsEnabled: z.boolean().default(false),
  rootUrl: z.string().nullish(),
  baseUrl: z.string().nullish(),
  redirectUris: z.array(z.string()).nullish(),
});

/**
 * The realms of a Keycloak that the reader may see, each with the clients of others than Keycloak itself and the gate. Throws a
 * NotDiscovered that says what is in the way: the address, the certificate, the credentials or the roles.
 */
export async function discoverKeycloak(reader: Reader, wanted: readonly string[], signal: AbortSignal): Promise<FoundKeycloak> {
  const root = reader.url.replace(/\/+$/, '');
  const token = await logIn(root, reader, signal);
  const get = async (path: string): Promise<unknown> => {
    const answer = await ask(`${root}/admin/realms${path}`, { headers: { authorization: `Bearer ${token}` } }, signal);
    if (answer.ok) return answer.json();
    throw new NotDiscovered(
      `GET /admin/realms${path.split('?')[0]} was refused with HTTP ${answer.status}.`,
      root,
      'Give the service account of the reader its roles: docs/adopting.md lists them, and `verify doctor` shows each.',
    );
  };
  const seen = z.array(z.object({ realm: z.string() })).parse(await get('?briefRepresentation=true'));
  const realms = wanted.length > 0 ? wanted : seen.map(({ realm }) => realm).filter((realm) => realm !== 'master');
  if (realms.length === 0)
    throw new NotDiscovered('The reader sees no realm but master.', root, 'Give it the roles of a realm, or name one with --realm.');
  const found: FoundRealm[] = [];
  for (const realm of realms.toSorted()) {
    const clients: FoundClient[] = [];
    for (let page = 0; page < mostPages; page += 1) {
      const list = z.array(z.unknown()).parse(await get(`/${encodeURIComponent(realm)}/clients?first=${page * pageSize}&max=${pageSize}`));
      clients.push(...list.flatMap((each) => foundClient(Client.parse(each), realm, reader)));
      if (list.length < pageSize) break;
    }
    found.push({ realm, clients: clients.toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1)) });
  }
  const info = await ask(`${root}/admin/serverinfo`, { headers: { authorization: `Bearer ${token}` } }, signal);
  const told = ServerInfo.safeParse(info.ok ? await info.json() : undefined);
  const version = told.success ? told.data.systemInfo.version : undefined;
  return { realms: found, ...(version === undefined ? {} : { version }) };
}

function foundClient(client: z.infer<typeof Client>, realm: string, reader: Reader): FoundClient[] {
  const { clientId, enabled, bearerOnly, serviceAccountsEnabled, publicClient } = client;
  const isOwn = keycloakOwnClients.has(clientId) || (realm === 'master' && clientId.endsWith('-realm'));
  const isGate = clientId === `${reader.clientId}-witness` || (clientId === reader.clientId && realm === reader.realm);
  if (isOwn || isGate || !enabled || bearerOnly) return [];
  const logsPeopleIn = client.standardFlowEnabled || client.implicitFlowEnabled;
  const kind =
    client.protocol === 'saml'
      ? 'saml'
      : logsPeopleIn
        ? publicClient
          ? 'single-page'
          : 'browser'
        : serviceAccountsEnabled
          ? 'service'
          : 'other';
  return [{ clientId, name: client.name?.trim() || clientId, url: urlOf(client), kind }];
}

/** Where the application is, where its client says so: its base address, else what it is led back to. */
function urlOf({ rootUrl, baseUrl, redirectUris }: z.infer<typeof Client>): string | undefined {
  const root = rootUrl ?? '';
  const candidates = [baseUrl ? (baseUrl.startsWith('/') ? `${root}${baseUrl}` : baseUrl) : '', root, ...(redirectUris ?? [])];
  for (const candidate of candidates) {
    const text = candidate.replace(/\*+$/, '');
    if (/^https?:\/\//.test(text) && URL.canParse(text) && !text.includes('*')) return new URL(text).href;
  }
  return undefined;
}

async function logIn(root: string, { realm, clientId, secret }: Reader, signal: AbortSignal): Promise<string> {
  const url = `${root}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret });
  const answer = await ask(url, { method: 'POST', body }, signal);
  if (answer.ok) return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
  throw new NotDiscovered(
    `The reader "${clientId}" of the realm "${realm}" was refused with HTTP ${answer.status}.`,
    url,
    answer.status === 404
      ? 'There is no such realm at this address: check --url, --admin-url and --gate-realm.'
      : "Check the client's secret, and that *Service accounts roles* is on.",
  );
}

type Call = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

async function ask(url: string, init: Call, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      ...init,
      redirect: 'error',
      headers: { ...init.headers, ...asGate, accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO/.test(code);
    throw new NotDiscovered(
      `There is no answer: ${code || (cause instanceof Error ? cause.message : String(cause))}.`,
      url,
      isCertificate
        ? 'Its certificate is of an authority that Node does not know: name it in NODE_EXTRA_CA_CERTS.'
        : 'Check --url and --admin-url; behind a proxy set NODE_USE_ENV_PROXY=1 and HTTPS_PROXY.',
    );
  }
}
