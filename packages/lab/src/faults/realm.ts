import { labApplication } from '../applications/catalogue.ts';
import type { LabApplicationId } from '../applications/catalogue.ts';
import type { Lab } from '../lab/lab.ts';
import { gateClientId, labClients, labRealmName } from '../realm/index.ts';
import type { ClientRepresentation } from '../realm/representation.ts';
import { until } from './condition.ts';

/** An object of Keycloak's admin API, as it came. */
export type Representation = Readonly<Record<string, unknown>>;

const isRepresentation = (value: unknown): value is Representation => typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new Error(`Keycloak's admin API gave no ${what}.`);
  return value;
};

/** The only object of a list, or an error that names what is missing. */
function only(answer: unknown, what: string): Representation {
  const [first] = Array.isArray(answer) ? answer.filter(isRepresentation) : [];
  if (first === undefined) throw new Error(`The lab's Keycloak has no ${what}.`);
  return first;
}

/** The path of something in realm `lab`, or in another one. */
export const inRealm = (path: string, realm = labRealmName): string => `/realms/${realm}${path}`;

/** The same values; Keycloak keeps lists as sets, in an order of its own. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
const inOrder = (value: unknown): unknown => (Array.isArray(value) ? value.map((each) => JSON.stringify(each)).toSorted() : value);

/** True where every attribute of `wanted` has that value; what was emptied, Keycloak may have taken away. */
const has = (found: Representation, wanted: Representation): boolean =>
  Object.entries(wanted).every(([name, value]) =>
    isRepresentation(value)
      ? isRepresentation(found[name]) && has(found[name], value)
      : same(found[name] ?? (value === '' ? '' : undefined), value),
  );

/** What is there, with `change` on top; one level of objects (attributes, config) is merged. */
const changed = (found: Representation, wanted: Representation): Representation => ({
  ...found,
  ...Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => [
      name,
      isRepresentation(value) && isRepresentation(found[name]) ? { ...found[name], ...value } : value,
    ]),
  ),
});

/** Changes an object of the admin API at `path`, and waits until it is seen so. */
async function change(lab: Lab, path: string, wanted: Representation, signal: AbortSignal): Promise<void> {
  const found = await lab.keycloakAdmin(path, { signal });
  if (!isRepresentation(found)) throw new Error(`Keycloak's admin API gave no object at ${path}.`);
  await lab.keycloakAdmin(path, { method: 'PUT', body: changed(found, wanted), signal });
  await until(
    `${path} is changed`,
    async () => {
      const now = await lab.keycloakAdmin(path, { signal });
      return isRepresentation(now) && has(now, wanted);
    },
    signal,
    20_000,
  );
}

/** The path of a client of realm `lab`, by its client id. */
export const clientPath = async (lab: Lab, clientId: string, signal: AbortSignal): Promise<string> => {
  const found = only(
    await lab.keycloakAdmin(inRealm(`/clients?clientId=${encodeURIComponent(clientId)}`), { signal }),
    `client "${clientId}"`,
  );
  return inRealm(`/clients/${text(found['id'], 'id')}`);
};

/** Whether realm `lab` has a client of this id. */
export async function hasClient(lab: Lab, clientId: string, signal: AbortSignal): Promise<boolean> {
  const found = await lab.keycloakAdmin(inRealm(`/clients?clientId=${encodeURIComponent(clientId)}`), { signal });
  return Array.isArray(found) && found.length > 0;
}

/** Adds a client to realm `lab`, where it is not there yet. */
export async function addClient(lab: Lab, client: ClientRepresentation, signal: AbortSignal): Promise<void> {
  if (!(await hasClient(lab, client.clientId, signal)))
    await lab.keycloakAdmin(inRealm('/clients'), { method: 'POST', body: client, signal });
}

/** Takes a client from realm `lab`. */
export async function removeClient(lab: Lab, clientId: string, signal: AbortSignal): Promise<void> {
  if (await hasClient(lab, clientId, signal))
    await lab.keycloakAdmin(await clientPath(lab, clientId, signal), { method: 'DELETE', signal });
}

/** Changes a client of realm `lab`. */
export const changeClient = async (lab: Lab, clientId: string, wanted: Representation, signal: AbortSignal): Promise<void> =>
  change(lab, await clientPath(lab, clientId, signal), wanted, signal);

/**
 * Changes a row of the realm in the database, as another administrator's console would have left it. Saving by the admin
 * API would also write defaults that were not there before, which is a change of its own.
 */
export async function changeStored(lab: Lab, statement: string, values: readonly unknown[], signal: AbortSignal): Promise<void> {
  await lab.sql(statement, values, signal);
  await lab.keycloakAdmin(inRealm('/clear-realm-cache'), { method: 'POST', signal });
}

const mapperOf = async (lab: Lab, clientId: string, name: string, signal: AbortSignal): Promise<readonly [path: string, id?: string]> => {
  const path = `${await clientPath(lab, clientId, signal)}/protocol-mappers/models`;
  const models = await lab.keycloakAdmin(path, { signal });
  const found = Array.isArray(models) ? models.filter(isRepresentation).find((each) => each['name'] === name) : undefined;
  return found === undefined ? [path] : [path, text(found['id'], 'id')];
};

/** Takes a mapper from a client of realm `lab`. */
export async function removeMapper(lab: Lab, clientId: string, name: string, signal: AbortSignal): Promise<void> {
  const [path, id] = await mapperOf(lab, clientId, name, signal);
  if (id !== undefined) await lab.keycloakAdmin(`${path}/${id}`, { method: 'DELETE', signal });
}

/** Changes settings of a mapper of a client of realm `lab`. */
export async function changeMapper(lab: Lab, clientId: string, name: string, config: Representation, signal: AbortSignal): Promise<void> {
  const [path, id] = await mapperOf(lab, clientId, name, signal);
  if (id !== undefined) await change(lab, `${path}/${id}`, { config }, signal);
}

/** Gives an application's client the mapper again that it is born with. */
export async function addMapper(lab: Lab, clientId: string, name: string, signal: AbortSignal): Promise<void> {
  const mapper = labClients(lab.state.applications, lab.state.secrets)
    .find((client) => client.clientId === clientId)
    ?.protocolMappers?.find((each) => each.name === name);
  const [path, id] = await mapperOf(lab, clientId, name, signal);
  if (id === undefined) await lab.keycloakAdmin(path, { method: 'POST', body: mapper, signal });
}

/** Writes one value into a claim of a client's tokens, whoever logs in. `more`: further settings of the mapper. */
export async function addFixedClaim(
  lab: Lab,
  clientId: string,
  {
    name,
    claim,
    value,
    more = {},
  }: { readonly name: string; readonly claim: string; readonly value: string; readonly more?: Representation },
  signal: AbortSignal,
): Promise<void> {
  const config = {
    'claim.name': claim,
    'claim.value': value,
    'jsonType.label': 'String',
    'access.token.claim': 'true',
    'id.token.claim': 'true',
    ...more,
  };
  const body = { name, protocol: 'openid-connect', protocolMapper: 'oidc-hardcoded-claim-mapper', config };
  const path = await clientPath(lab, clientId, signal);
  await lab.keycloakAdmin(`${path}/protocol-mappers/models`, { method: 'POST', body, signal });
}

/** The ID token that Keycloak would give the client for a user. */
export async function exampleIdToken(lab: Lab, clientId: string, username: string, signal: AbortSignal): Promise<Representation> {
  const query = new URLSearchParams({ userId: await userId(lab, username, signal), scope: 'openid profile email' });
  const token = await lab.keycloakAdmin(
    `${await clientPath(lab, clientId, signal)}/evaluate-scopes/generate-example-id-token?${query.toString()}`,
    { signal },
  );
  if (!isRepresentation(token)) throw new Error(`Keycloak shows no example of an ID token for ${clientId}.`);
  return token;
}

/** The realm's id, for statements. */
export const realmId = `(SELECT id FROM realm WHERE name = '${labRealmName}')`;

/** Changes a client's secret. */
export const changeClientSecret = (lab: Lab, clientId: string, secret: string, signal: AbortSignal): Promise<void> =>
  changeStored(lab, `UPDATE client SET secret = $1 WHERE client_id = $2 AND realm_id = ${realmId}`, [secret, clientId], signal);

/** The server's id of a user of realm `lab`. */
export const userId = async (lab: Lab, username: string, signal: AbortSignal): Promise<string> =>
  text(only(await lab.keycloakAdmin(inRealm(`/users?exact=true&username=${username}`), { signal }), `user "${username}"`)['id'], 'id');

/** The ids of all users of realm `lab` that are people. */
export async function userIdsOf(lab: Lab, signal: AbortSignal): Promise<readonly string[]> {
  const users = await lab.keycloakAdmin(inRealm('/users?max=1000'), { signal });
  return (Array.isArray(users) ? users.filter(isRepresentation) : []).map((user) => text(user['id'], 'id'));
}

/** Changes a user of realm `lab`. */
export const changeUser = async (lab: Lab, username: string, wanted: Representation, signal: AbortSignal): Promise<void> =>
  change(lab, inRealm(`/users/${await userId(lab, username, signal)}`), wanted, signal);

export async function setPassword(lab: Lab, username: string, value: string, signal: AbortSignal): Promise<void> {
  const body = { type: 'password', temporary: false, value };
  await lab.keycloakAdmin(inRealm(`/users/${await userId(lab, username, signal)}/reset-password`), { method: 'PUT', body, signal });
}

/** Forgets the failed logins of a user, and unlocks them. */
export async function unlock(lab: Lab, username: string, signal: AbortSignal): Promise<void> {
  const path = inRealm(`/attack-detection/brute-force/users/${await userId(lab, username, signal)}`);
  await lab.keycloakAdmin(path, { method: 'DELETE', signal });
  await until(
    `nothing is held against ${username}`,
    async () => failuresIn(await lab.keycloakAdmin(path, { signal })) === 0,
    signal,
    20_000,
  );
}

const failuresIn = (status: unknown): unknown => (isRepresentation(status) ? status['numFailures'] : undefined);

/** Tries wrong passwords, as an attacker would, until the user is locked. */
export async function lock(lab: Lab, username: string, signal: AbortSignal): Promise<void> {
  const path = inRealm(`/attack-detection/brute-force/users/${await userId(lab, username, signal)}`);
  const url = `${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect/token`;
  await until(
    `${username} is locked`,
    async () => {
      const body = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password: 'not the password' });
      await (await fetch(url, { method: 'POST', body, signal })).body?.cancel();
      const status = await lab.keycloakAdmin(path, { signal });
      return isRepresentation(status) && status['disabled'] === true;
    },
    signal,
    60_000,
  );
}

/** Changes the secret by which realm `lab` logs in at another provider; what is read back is masked. */
export async function setIdentityProviderSecret(lab: Lab, alias: string, secret: string, signal: AbortSignal): Promise<void> {
  const path = inRealm(`/identity-provider/instances/${alias}`);
  const found = await lab.keycloakAdmin(path, { signal });
  if (!isRepresentation(found)) throw new Error(`The lab's Keycloak has no identity provider "${alias}".`);
  await lab.keycloakAdmin(path, { method: 'PUT', body: changed(found, { config: { clientSecret: secret } }), signal });
}

/** Keycloak forgets what administrators did: what a fault did and undid is not told of the ones after it. */
export const forgetAdministrators = async (lab: Lab, signal: AbortSignal): Promise<void> =>
  void (await lab.keycloakAdmin(inRealm('/admin-events'), { method: 'DELETE', signal }));

/** Lets Keycloak read its users from the database again. */
export const clearUserCache = async (lab: Lab, signal: AbortSignal): Promise<void> =>
  void (await lab.keycloakAdmin(inRealm('/clear-user-cache'), { method: 'POST', signal }));

/** The test user of an application that people log in to. */
export function usernameOf(id: LabApplicationId): string {
  const { username } = labApplication(id);
  if (username === undefined) throw new Error(`Nobody logs in to the application "${id}".`);
  return username;
}

/** Where an application of the lab is, without a slash at the end. */
export function addressOf(lab: Lab, id: LabApplicationId): string {
  const found = lab.state.applications.find((application) => application.id === id);
  if (found === undefined) throw new Error(`Application "${id}" of the lab has no place.`);
  return found.url;
}

/** Changes how realm `lab` reaches another provider; its secret, which is masked when it is read, stays. */
export const changeIdentityProvider = (
  lab: Lab,
  alias: string,
  config: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> => change(lab, inRealm(`/identity-provider/instances/${alias}`), { config }, signal);

/** Lets the users of a client log in by a flow of its own, or by the realm's again. */
export async function bindFlow(lab: Lab, clientId: string, flow: string | undefined, signal: AbortSignal): Promise<void> {
  const flows = await lab.keycloakAdmin(inRealm('/authentication/flows'), { signal });
  const found = Array.isArray(flows) ? flows.filter(isRepresentation).find(({ alias }) => alias === flow) : undefined;
  if (flow !== undefined && found === undefined) throw new Error(`The lab's realm has no flow "${flow}".`);
  const path = await clientPath(lab, clientId, signal);
  const client = only([await lab.keycloakAdmin(path, { signal })], `client "${clientId}"`);
  // Keycloak takes an override out where it is empty.
  const body = { ...client, authenticationFlowBindingOverrides: { browser: found?.['id'] ?? '' } };
  await lab.keycloakAdmin(path, { method: 'PUT', body, signal });
}

/** A session of a user that no browser has. */
export async function logInByPassword(lab: Lab, username: string, password: string, signal: AbortSignal): Promise<void> {
  const body = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password });
  const answer = await fetch(`${lab.state.publicUrl}/realms/${labRealmName}/protocol/openid-connect/token`, {
    method: 'POST',
    body,
    signal,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`Keycloak did not let ${username} in: ${answer.status}.`);
}

/** Ends all sessions of a user. */
export const logOut = async (lab: Lab, username: string, signal: AbortSignal): Promise<void> =>
  void (await lab.keycloakAdmin(inRealm(`/users/${await userId(lab, username, signal)}/logout`), { method: 'POST', signal }));

/** A new key for signatures that comes before the others. */
export async function addRotatedKey(lab: Lab, name: string, signal: AbortSignal): Promise<void> {
  const { id } = only([await lab.keycloakAdmin(inRealm(''), { signal })], 'realm');
  const config = { priority: ['200'], enabled: ['true'], active: ['true'], algorithm: ['RS256'], keySize: ['2048'] };
  const body = { name, providerId: 'rsa-generated', providerType: 'org.keycloak.keys.KeyProvider', parentId: id, config };
  await lab.keycloakAdmin(inRealm('/components'), { method: 'POST', body, signal });
}

/** Gives the gate's reader a role of the realm's administration, or takes it. */
export async function grantToReader(lab: Lab, role: string, granted: boolean, signal: AbortSignal): Promise<void> {
  const path = await clientPath(lab, 'realm-management', signal);
  const management = path.slice(path.lastIndexOf('/') + 1);
  const user = await userId(lab, `service-account-${gateClientId}`, signal);
  const body = [await lab.keycloakAdmin(`${path}/roles/${role}`, { signal })];
  await lab.keycloakAdmin(inRealm(`/users/${user}/role-mappings/clients/${management}`), {
    method: granted ? 'POST' : 'DELETE',
    body,
    signal,
  });
}
