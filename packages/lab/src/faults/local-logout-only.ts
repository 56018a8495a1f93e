import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const localLogoutOnly: Fault = {
  id: 'local-logout-only',
  title: "After an update an application logs out locally and leaves Keycloak's session alive",
  inject: async (lab) => void (await lab.control('application.start', { id: 'brokered', change: { logout: 'local' } })),
  heal: async (lab) => void (await lab.control('application.start', { id: 'brokered', change: { logout: 'provider' } })),
  expect: { suite: 'post-deploy', cause: 'login/OP_SESSION_ALIVE', exitCode: 1, mayAlso: [], domains: [journeyOf('brokered')] },
};
