import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';
import { changeStored, realmId } from './realm.ts';

export const issuerChanged: Fault = {
  id: 'issuer-changed',
  title: "The realm calls itself by a pod's own address instead of the public one",
  inject: async (lab, signal) => {
    const [pod] = (await lab.control('status', {})).pods.filter(({ ready }) => ready);
    if (pod === undefined) throw new Error('No pod of Keycloak is ready in the lab.');
    const statement = `INSERT INTO realm_attribute (name, value, realm_id) VALUES ('frontendUrl', $1, ${realmId})`;
    await changeStored(lab, statement, [`http://${pod.address}:8080`], signal);
  },
  heal: (lab, signal) => changeStored(lab, `DELETE FROM realm_attribute WHERE name = 'frontendUrl' AND realm_id = ${realmId}`, [], signal),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/ISSUER_MISMATCH',
    exitCode: 1,
    mayAlso: ['oidc/DISCOVERY_CHANGED'],
    domains: ['oidc/discovery-and-keys'],
    blocks: [journeyOf('apache')],
  },
};
