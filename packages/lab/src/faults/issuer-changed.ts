import type { Fault } from './fault.ts';
import { changeRealm } from './realm.ts';

export const issuerChanged: Fault = {
  id: 'issuer-changed',
  title: "The realm calls itself by a pod's own address instead of the public one",
  inject: async (lab, signal) => {
    const [pod] = (await lab.control('status', {})).pods.filter(({ ready }) => ready);
    if (pod === undefined) throw new Error('No pod of Keycloak is ready in the lab.');
    await changeRealm(lab, { attributes: { frontendUrl: `http://${pod.address}:8080` } }, signal);
  },
  heal: (lab, signal) => changeRealm(lab, { attributes: { frontendUrl: '' } }, signal),
  expect: {
    suite: 'post-deploy',
    cause: 'oidc/ISSUER_MISMATCH',
    exitCode: 1,
    mayAlso: ['oidc/DISCOVERY_CHANGED'],
    domains: ['oidc/discovery-and-keys'],
  },
};
