import { isRepresentation, representations, textOf } from './representation.ts';
import { roleKeys } from './scope-mappings.ts';
import type { Reading } from './source.ts';

/** What the service account of a client may do: its roles, and the groups that give it more. */
export const serviceAccounts: Reading = {
  kinds: ['service-account'],
  read: async ({ api, clients, each, keep }) => {
    const withAccount = (await clients()).filter((client) => client['serviceAccountsEnabled'] === true);
    await each('service accounts', withAccount, async (client) => {
      const user = await api.get(`/clients/${encodeURIComponent(textOf(client, 'id'))}/service-account-user`, 'view-clients');
      const account = isRepresentation(user) ? user : {};
      const at = `/users/${encodeURIComponent(textOf(account, 'id'))}`;
      const [roles, groups] = await Promise.all([
        api.get(`${at}/role-mappings`, 'view-users'),
        api.get(`${at}/groups?briefRepresentation=true`, 'view-users'),
      ]);
      const { id, enabled, attributes } = account;
      keep('service-account', textOf(client, 'clientId'), {
        id,
        enabled,
        attributes,
        roles: roleKeys(roles),
        groups: representations(groups).map((group) => textOf(group, 'path')),
      });
    });
    return [];
  },
};
