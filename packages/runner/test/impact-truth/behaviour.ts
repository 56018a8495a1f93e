import { richSecrets } from '@keycloak-release-gate/lab';
import type { EditedRealm, Representation } from './edited-realm.ts';
import { logIn } from './log-in.ts';

/** Where a realm is, and who logs in to it. */
export interface Visited {
  readonly realm: EditedRealm;
  /** Its address: `http://…/realms/rich`. */
  readonly url: string;
  readonly user: { readonly id: string; readonly username: string; readonly password: string };
}

/** All that a client shows to whoever uses it, by client: what its tokens say, what its login asks, what it gets with its own secret. */
export async function behaviours(visited: Visited): Promise<ReadonlyMap<string, string>> {
  const clients = await visited.realm.list('/clients');
  const shown = new Map<string, string>();
  // One after another: logins of one user at the same time get in each other's way.
  for (const client of clients) shown.set(String(client['clientId']), JSON.stringify(await behaviourOf(client, visited)));
  return shown;
}

const behaviourOf = async (client: Representation, visited: Visited): Promise<unknown> => ({
  previews: client['protocol'] === 'openid-connect' && client['bearerOnly'] !== true ? await previews(client, visited) : undefined,
  login: await logIn(client, visited),
  ownToken: await ownToken(client, visited),
});

async function previews(client: Representation, { realm, user }: Visited): Promise<readonly unknown[]> {
  const optional = (client['optionalClientScopes'] as readonly string[]).filter((scope) => scope !== 'offline_access');
  const paths = ['access-token', 'id-token', 'userinfo'].flatMap((kind) =>
    ['openid', ['openid', ...optional].join(' ')].map(
      (scope) =>
        `/clients/${String(client['id'])}/evaluate-scopes/generate-example-${kind}?${new URLSearchParams({ userId: user.id, scope })}`,
    ),
  );
  return Promise.all(
    paths.map(async (path) =>
      realm.get(path).then(
        (claims) => lasting(claims as Representation),
        () => 'refused',
      ),
    ),
  );
}

/** A token that a client gets without a browser: for itself with its secret, or for the user with the password. */
async function ownToken(client: Representation, { url, user }: Visited): Promise<unknown> {
  const clientId = String(client['clientId']);
  const secret = { backend: richSecrets.backend, payments: richSecrets.payments }[clientId];
  const grant =
    secret !== undefined
      ? { grant_type: 'client_credentials', client_secret: secret }
      : client['directAccessGrantsEnabled'] === true && client['publicClient'] === true
        ? { grant_type: 'password', username: user.username, password: user.password, scope: 'openid' }
        : undefined;
  if (grant === undefined) return undefined;
  const response = await fetch(`${url}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, ...grant }),
  });
  const answer = (await response.json()) as Representation;
  const token = answer['access_token'];
  if (typeof token !== 'string') return answer;
  const [header = {}, claims = {}] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Representation);
  return {
    header,
    claims: lasting(claims),
    lifespans: [inTens(Number(answer['expires_in'])), inTens(Number(answer['refresh_expires_in']))],
  };
}

/** Without times and what is drawn anew; of times, how long they last. */
function lasting({ exp, iat, auth_time: _at, jti: _id, sid: _session, ...claims }: Representation): Representation {
  const sorted = Object.entries(claims).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...inOrder(Object.fromEntries(sorted)), lasts: inTens(Number(exp) - Number(iat)) };
}

/** A second may pass while a token is made. */
const inTens = (seconds: number): number => Math.round(seconds / 10) * 10;

/** Lists are sets here. */
function inOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map(inOrder).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      name === 'scope' && typeof member === 'string' ? member.split(' ').toSorted() : inOrder(member),
    ]),
  ) as T;
}
