import type { Lab } from '../lab/lab.ts';
import { gateClientId, labRealmName } from '../realm/index.ts';

const at = `/realms/${labRealmName}`;

interface Named {
  readonly id: string;
  readonly name?: string;
}

/** Gives the gate's reader an administrative role of realm `lab`, or takes it away. */
export async function changeReaderRole(lab: Lab, role: string, method: 'POST' | 'DELETE', signal: AbortSignal): Promise<void> {
  const clientOf = async (clientId: string): Promise<string> => {
    const [found] = (await lab.keycloakAdmin(`${at}/clients?clientId=${clientId}`, { signal })) as readonly Named[];
    if (!found) throw new Error(`Realm ${labRealmName} has no client ${clientId}.`);
    return found.id;
  };
  const [reader, management] = [await clientOf(gateClientId), await clientOf('realm-management')];
  const account = (await lab.keycloakAdmin(`${at}/clients/${reader}/service-account-user`, { signal })) as Named;
  const roles = (await lab.keycloakAdmin(`${at}/clients/${management}/roles`, { signal })) as readonly Named[];
  const body = roles.filter(({ name }) => name === role);
  await lab.keycloakAdmin(`${at}/users/${account.id}/role-mappings/clients/${management}`, { method, body, signal });
}
