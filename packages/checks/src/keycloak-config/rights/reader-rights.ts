import { defineCollector, gap } from '@keycloak-release-gate/core';
import type { CollectContext, Collected } from '@keycloak-release-gate/core';
import { adminApi, RealmMissing, Unseen } from '../admin-api.ts';
import type { AdminApi } from '../admin-api.ts';
import { codes } from '../codes.ts';
import { isRepresentation, representations, textOf } from '../reading/representation.ts';
import { ReaderRights } from './evidence.ts';
import { rightsOf } from './rights.ts';
import { roleClientOf } from './roles-in-token.ts';

/**
 * The roles of the gate's reader in a realm. Its token names them, which takes no right; where the token is one that does not, its
 * role mappings do, which it can read with the roles that it needs anyway.
 */
export const readerRights = defineCollector({
  id: 'keycloak-config/rights',
  version: 1,
  title: "The roles of the gate's reader in a realm",
  vantage: 'anywhere',
  evidence: ReaderRights,
  timeout: 60_000,
  params: (_run, realm: string) => ({ realm }),
  collect: async ({ realm }, context): Promise<Collected<ReaderRights>> => {
    const { realm: readerRealm, clientId } = context.run.environment.gate.admin;
    const roleClient = roleClientOf(realm, readerRealm);
    if (roleClient === undefined) return { gaps: [outOfReach(realm, readerRealm, clientId)] };
    try {
      const api = await adminApi(realm, context);
      const told = api.granted();
      const held = told ?? (await mappedRoles(roleClient, context));
      if (held === undefined) return { gaps: [untold(realm, clientId)] };
      const settings = await api.get('', 'view-realm');
      return {
        value: {
          realm,
          reader: { realm: readerRealm, clientId },
          roleClient,
          from: told === undefined ? 'the role mappings of the service account' : 'the access token',
          ...rightsOf({
            held,
            there: await rolesThere(api, realm),
            organizations: isRepresentation(settings) && settings['organizationsEnabled'] === true,
          }),
        },
      };
    } catch (error) {
      if (error instanceof Unseen) return { gaps: [error.gap] };
      if (error instanceof RealmMissing)
        return { gaps: [gap(codes.REALM_MISSING, { subject: `realm/${realm}`, reason: `Keycloak has no realm "${realm}".` })] };
      throw error;
    }
  },
});

/** All roles that this version gives administrators of the realm; undefined where they may not be listed. */
async function rolesThere(api: AdminApi, realm: string): Promise<readonly string[] | undefined> {
  const own = realm === 'master' ? 'master-realm' : 'realm-management';
  return orUndefined(async () => {
    const [client] = await api.list(`/clients?clientId=${own}`, 'view-clients');
    if (!client) return undefined;
    const roles = await api.list(`/clients/${encodeURIComponent(textOf(client, 'id'))}/roles`, 'view-clients');
    return roles.map((role) => textOf(role, 'name'));
  });
}

/** The roles of the reader's service account by its role mappings; undefined where it may not read those. */
async function mappedRoles(roleClient: string, context: CollectContext<unknown>): Promise<readonly string[] | undefined> {
  const { realm, clientId } = context.run.environment.gate.admin;
  return orUndefined(async () => {
    const api = await adminApi(realm, context);
    const named = async (name: string): Promise<string> => {
      const found = await api.list(`/clients?clientId=${encodeURIComponent(name)}`, 'view-clients');
      return encodeURIComponent(textOf(found.find((client) => client['clientId'] === name) ?? {}, 'id'));
    };
    const [reader, holder] = await Promise.all([named(clientId), named(roleClient)]);
    const account = await api.get(`/clients/${reader}/service-account-user`, 'view-clients');
    const user = encodeURIComponent(isRepresentation(account) ? textOf(account, 'id') : '');
    const roles = await api.get(`/users/${user}/role-mappings/clients/${holder}/composite`, 'view-users');
    return representations(roles).map((role) => textOf(role, 'name'));
  });
}

async function orUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Unseen) return undefined;
    throw error;
  }
}

const untold = (realm: string, clientId: string) =>
  gap(codes.ROLES_UNTOLD, {
    subject: `realm/${realm}/roles`,
    reason: `The token of ${clientId} does not name its roles, and it may not read its own role mappings.`,
  });

const outOfReach = (realm: string, readerRealm: string, clientId: string) =>
  gap(codes.READER_OUT_OF_REACH, {
    subject: `realm/${realm}/roles`,
    reason: `The reader ${clientId} is a client of realm ${readerRealm}: it can have no role in realm ${realm}.`,
  });
