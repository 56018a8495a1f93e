import type { Fault } from './fault.ts';
import { changeFaulty, restoreDeployment, rolledOut } from './workload.ts';

export const tagLies: Fault = {
  id: 'tag-lies',
  title: "A registry's mirror hands out an old version under the tag of the new one",
  inject: async (lab, signal) => {
    const image = 'mirror.example.org/serves-26.4.0/keycloak:26.7.4';
    await changeFaulty(lab, { container: { image } }, signal, { type: 'Recreate', rollingUpdate: null });
    await rolledOut(lab, signal);
  },
  heal: restoreDeployment,
  expect: {
    suite: 'post-deploy',
    cause: 'keycloak-log/WRONG_VERSION',
    exitCode: 1,
    mayAlso: [],
    domains: ['keycloak-log/started'],
  },
};
