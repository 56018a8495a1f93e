import type { Lab } from '../lab/lab.ts';
import { labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { userIdsOf } from './realm.ts';

const at = `/realms/${labRealmName}`;
const group = 'staff';

export const groupMadeAnew: Fault = {
  id: 'group-made-anew',
  title: 'A group was deleted, and made anew as it was, with its old id: nobody is in it',
  inject: async (lab, signal) => {
    const found = await groupOf(lab, signal);
    await lab.keycloakAdmin(`${at}/groups/${found.id}`, { method: 'DELETE', signal });
    // An import is the one way by which the API takes an id.
    await lab.keycloakAdmin(`${at}/partialImport`, { method: 'POST', body: { ifResourceExists: 'FAIL', groups: [found] }, signal });
  },
  heal: async (lab, signal) => {
    const { id } = await groupOf(lab, signal);
    for (const user of await userIdsOf(lab, signal)) await lab.keycloakAdmin(`${at}/users/${user}/groups/${id}`, { method: 'PUT', signal });
    // The gate reads there that it was deleted, whoever is in it now.
    await lab.sql(`DELETE FROM admin_event_entity WHERE operation_type = 'DELETE' AND resource_path = $1`, [`groups/${id}`], signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/ASSIGNMENTS_LOST',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-config/assignments-kept'],
  },
};

async function groupOf(lab: Lab, signal: AbortSignal): Promise<{ readonly id: string }> {
  const groups = (await lab.keycloakAdmin(`${at}/groups?briefRepresentation=false`, { signal })) as readonly {
    readonly id: string;
    readonly name: string;
  }[];
  const found = groups.find(({ name }) => name === group);
  if (!found) throw new Error(`Realm ${labRealmName} has no group ${group}.`);
  return found;
}
