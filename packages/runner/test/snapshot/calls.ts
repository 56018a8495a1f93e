import type { AdminRequest } from '@keycloak-release-gate/lab';

/** A change that is no attribute of an object that is written back as a whole: a role that is given, a step that is moved. */
export interface CalledChange {
  /** The lines that it gives, as `object#attribute`; `object` alone for one that came. */
  readonly lines: readonly string[];
  /** Makes it; what is returned takes it back. */
  readonly make: (realm: RealmCalls) => Promise<() => Promise<unknown>>;
}

/** The admin API of one realm. */
export interface RealmCalls {
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  get(path: string): Promise<Found>;
  list(path: string): Promise<readonly Found[]>;
  find(path: string, member: string, value: string): Promise<Found>;
}
type Found = Readonly<Record<string, unknown>> & { readonly id: string };

export function realmCalls(admin: AdminRequest, realm: string): RealmCalls {
  const at = `/realms/${realm}`;
  const list = async (path: string): Promise<readonly Found[]> => (await admin(`${at}${path}`)) as readonly Found[];
  return {
    send: async (method, path, body) => admin(`${at}${path}`, { method, ...(body === undefined ? {} : { body }) }),
    get: async (path) => (await admin(`${at}${path}`)) as Found,
    list,
    find: async (path, member, value) => {
      const found = (await list(path)).find((each) => each[member] === value);
      if (!found) throw new Error(`There is nothing at ${path} whose ${member} is ${value}.`);
      return found;
    },
  };
}

const client = (realm: RealmCalls, clientId: string): Promise<Found> => realm.find('/clients?max=1000', 'clientId', clientId);
const role = (realm: RealmCalls, name: string): Promise<Found> => realm.find('/roles?max=1000&briefRepresentation=false', 'name', name);
const clientRole = async (realm: RealmCalls, clientId: string, name: string): Promise<Found> =>
  realm.find(`/clients/${(await client(realm, clientId)).id}/roles?max=1000&briefRepresentation=false`, 'name', name);
const serviceAccount = async (realm: RealmCalls, clientId: string): Promise<Found> =>
  realm.get(`/clients/${(await client(realm, clientId)).id}/service-account-user`);

/** Gives something, and takes the same away again. */
const given = async (realm: RealmCalls, path: string, body: unknown, give: 'POST' | 'PUT' = 'POST'): Promise<() => Promise<unknown>> => {
  await realm.send(give, path, body);
  return async () => realm.send('DELETE', path, body);
};

/** Writes back a changed copy, and then what was there. */
const written = async (realm: RealmCalls, path: string, found: Found, change: object): Promise<() => Promise<unknown>> => {
  await realm.send('PUT', path, { ...found, ...change });
  return async () => realm.send('PUT', path, found);
};

/** A part of the authorization services of the client `payments`, by its name. */
const authorizationPart = async (realm: RealmCalls, list: string, name: string): Promise<readonly [path: string, part: Found]> => {
  const at = `/clients/${(await client(realm, 'payments')).id}/authz/resource-server/${list}`;
  return [at, await realm.find(`${at}?max=1000&fields=*`, 'name', name)];
};

export const calledChanges: readonly CalledChange[] = [
  {
    lines: ['client-role/portal:reader#description'],
    make: async (realm) => {
      const found = await clientRole(realm, 'portal', 'reader');
      return written(realm, `/roles-by-id/${found.id}`, found, { description: 'Reads more' });
    },
  },
  {
    lines: ['client-role/portal:writer#attributes.area'],
    make: async (realm) => {
      const found = await clientRole(realm, 'portal', 'writer');
      return written(realm, `/roles-by-id/${found.id}`, found, { attributes: { area: ['all', 'more'] } });
    },
  },
  {
    lines: ['client-role/portal:owner#composites'],
    make: async (realm) =>
      given(realm, `/roles-by-id/${(await clientRole(realm, 'portal', 'owner')).id}/composites`, [await role(realm, 'member')]),
  },
  {
    lines: ['role/manager#composites'],
    make: async (realm) => given(realm, `/roles-by-id/${(await role(realm, 'manager')).id}/composites`, [await role(realm, 'auditor')]),
  },
  {
    lines: ['service-account/backend#roles'],
    make: async (realm) =>
      given(realm, `/users/${(await serviceAccount(realm, 'backend')).id}/role-mappings/realm`, [await role(realm, 'manager')]),
  },
  {
    lines: ['service-account/payments#groups'],
    make: async (realm) => {
      const [account, group] = [await serviceAccount(realm, 'payments'), await realm.find('/groups', 'name', 'guests')];
      return given(realm, `/users/${account.id}/groups/${group.id}`, undefined, 'PUT');
    },
  },
  {
    lines: ['group/partners#realmRoles'],
    make: async (realm) =>
      given(realm, `/groups/${(await realm.find('/groups', 'name', 'partners')).id}/role-mappings/realm`, [await role(realm, 'auditor')]),
  },
  {
    lines: ['default-groups#groups'],
    make: async (realm) => given(realm, `/default-groups/${(await realm.find('/groups', 'name', 'partners')).id}`, undefined, 'PUT'),
  },
  {
    lines: ['client/portal#scopeMappings'],
    make: async (realm) =>
      given(realm, `/clients/${(await client(realm, 'portal')).id}/scope-mappings/realm`, [await role(realm, 'auditor')]),
  },
  {
    lines: ['client/portal#optionalClientScopes'],
    make: async (realm) => {
      const [portal, scope] = [await client(realm, 'portal'), await realm.find('/client-scopes', 'name', 'microprofile-jwt')];
      const at = `/clients/${portal.id}/optional-client-scopes/${scope.id}`;
      await realm.send('DELETE', at);
      return async () => realm.send('PUT', at);
    },
  },
  {
    lines: ['client-scope/department#scopeMappings'],
    make: async (realm) =>
      given(realm, `/client-scopes/${(await realm.find('/client-scopes', 'name', 'department')).id}/scope-mappings/realm`, [
        await role(realm, 'manager'),
      ]),
  },
  {
    lines: ['scopes-of-new-clients#optional'],
    make: async (realm) => {
      const at = `/default-optional-client-scopes/${(await realm.find('/client-scopes', 'name', 'phone')).id}`;
      await realm.send('DELETE', at);
      return async () => realm.send('PUT', at);
    },
  },
  {
    lines: ['required-action-order#order'],
    make: async (realm) => {
      await realm.send('POST', '/authentication/required-actions/VERIFY_EMAIL/raise-priority');
      return async () => realm.send('POST', '/authentication/required-actions/VERIFY_EMAIL/lower-priority');
    },
  },
  {
    lines: ['required-action/UPDATE_PASSWORD#config.max_auth_age'],
    make: async (realm) => {
      const at = '/authentication/required-actions/UPDATE_PASSWORD/config';
      await realm.send('PUT', at, { config: { max_auth_age: '120' } });
      return async () => realm.send('DELETE', at);
    },
  },
  {
    // The key goes with its provider.
    lines: ['component/KeyProvider/old rsa#config.enabled', 'key/RS256:SIG:old rsa#status'],
    make: async (realm) => {
      const found = await realm.find('/components', 'name', 'old rsa');
      return written(realm, `/components/${found.id}`, found, { config: { ...(found['config'] as object), enabled: ['false'] } });
    },
  },
  {
    lines: ['localization/en#texts.helpdesk'],
    make: async (realm) => {
      await realm.send('POST', '/localization/en', { helpdesk: 'Call 200' });
      return async () => realm.send('POST', '/localization/en', { helpdesk: 'Call 100' });
    },
  },
  {
    lines: ['localization/nl'],
    make: async (realm) => {
      await realm.send('POST', '/localization/nl', { helpdesk: 'Bel 100' });
      return async () => realm.send('DELETE', '/localization/nl');
    },
  },
  {
    lines: ['flow/rich forms#executions.rich gold.requirement'],
    make: async (realm) => {
      const at = '/authentication/flows/rich%20forms/executions';
      return written(realm, at, await realm.find(at, 'displayName', 'rich gold'), { requirement: 'DISABLED' });
    },
  },
  {
    lines: ['flow/rich browser#order'],
    make: async (realm) => {
      const step = await realm.find('/authentication/flows/rich%20browser/executions', 'providerId', 'auth-cookie');
      await realm.send('POST', `/authentication/executions/${step.id}/lower-priority`);
      return async () => realm.send('POST', `/authentication/executions/${step.id}/raise-priority`);
    },
  },
  {
    lines: ['flow/rich gold#executions.conditional-level-of-authentication.config.values.loa-max-age'],
    make: async (realm) => {
      const step = await realm.find('/authentication/flows/rich%20gold/executions', 'providerId', 'conditional-level-of-authentication');
      const at = `/authentication/config/${String(step['authenticationConfig'])}`;
      const found = await realm.get(at);
      return written(realm, at, found, { config: { ...(found['config'] as object), 'loa-max-age': '600' } });
    },
  },
  {
    lines: ['organization/ministry#groups'],
    make: async (realm) => {
      const at = `/organizations/${(await realm.find('/organizations', 'alias', 'ministry')).id}/groups`;
      await realm.send('POST', at, { name: 'guides' });
      const guides = `${at}/${(await realm.find(at, 'name', 'guides')).id}`;
      await realm.send('POST', `${guides}/role-mappings/realm`, [await role(realm, 'manager')]);
      await realm.send('POST', `${guides}/children`, { name: 'of the castle' });
      return async () => realm.send('DELETE', guides);
    },
  },
  {
    lines: ['authorization/payments#decisionStrategy'],
    make: async (realm) => {
      const at = `/clients/${(await client(realm, 'payments')).id}/authz/resource-server`;
      return written(realm, at, await realm.get(at), { decisionStrategy: 'AFFIRMATIVE' });
    },
  },
  {
    lines: ['authorization/payments#resources.invoice.displayName'],
    make: async (realm) => {
      const [at, found] = await authorizationPart(realm, 'resource', 'invoice');
      return written(realm, `${at}/${String(found['_id'])}`, found, { displayName: 'Bill' });
    },
  },
  {
    lines: ['authorization/payments#scopes.view.displayName'],
    make: async (realm) => {
      const [at, found] = await authorizationPart(realm, 'scope', 'view');
      return written(realm, `${at}/${found.id}`, found, { displayName: 'Look' });
    },
  },
  {
    lines: ['authorization/payments#policies.reports.resources'],
    make: async (realm) => {
      const [at, found] = await authorizationPart(realm, 'policy', 'reports');
      const [, invoice] = await authorizationPart(realm, 'resource', 'invoice');
      const [, report] = await authorizationPart(realm, 'resource', 'report');
      const [both] = await realm.list(`${at}/${found.id}/associatedPolicies`);
      const { name, logic, decisionStrategy } = found;
      const permission = { id: found.id, name, type: 'resource', logic, decisionStrategy, policies: [both?.id] };
      const typed = at.replace(/policy$/, `permission/resource/${found.id}`);
      await realm.send('PUT', typed, { ...permission, resources: [invoice['_id']] });
      return async () => realm.send('PUT', typed, { ...permission, resources: [report['_id']] });
    },
  },
  {
    lines: ['authorization/payments#policies.portal only.logic'],
    make: async (realm) => {
      const [at] = await authorizationPart(realm, 'policy', 'portal only');
      const { id } = await realm.find(`${at}?max=1000`, 'name', 'portal only');
      const typed = `${at}/client/${id}`;
      return written(realm, typed, await realm.get(typed), { logic: 'POSITIVE' });
    },
  },
];
