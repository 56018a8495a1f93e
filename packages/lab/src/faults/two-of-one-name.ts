import type { Fault } from './fault.ts';
import type { Representation } from './realm.ts';
import { forgetAdministrators, inRealm } from './realm.ts';
import type { Lab } from '../lab/lab.ts';

const copied = { name: 'Max Clients Limit', subType: 'anonymous' } as const;

async function copies(lab: Lab, signal: AbortSignal): Promise<readonly Representation[]> {
  const all = await lab.keycloakAdmin(inRealm('/components'), { signal });
  return (Array.isArray(all) ? (all as readonly Representation[]) : []).filter(
    ({ name, subType }) => name === copied.name && subType === copied.subType,
  );
}

export const twoOfOneName: Fault = {
  id: 'two-of-one-name',
  title: 'Somebody made a second policy of client registration with the name of the first',
  inject: async (lab, signal) => {
    const [first] = await copies(lab, signal);
    const { id: _own, ...copy } = first ?? {};
    await lab.keycloakAdmin(inRealm('/components'), { method: 'POST', body: { ...copy, config: { 'max-clients': ['999'] } }, signal });
  },
  heal: async (lab, signal) => {
    for (const { id, config } of await copies(lab, signal))
      if (JSON.stringify(config).includes('999'))
        await lab.keycloakAdmin(inRealm(`/components/${String(id)}`), { method: 'DELETE', signal });
    await forgetAdministrators(lab, signal);
  },
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-config/AMBIGUOUS',
    exitCode: 1,
    mayAlso: ['keycloak-config/UNEXPECTED_CHANGE'],
    domains: ['keycloak-config/as-released'],
  },
};
