import { issuerOf, labRealmName } from '../realm/index.ts';
import type { Fault } from './fault.ts';
import { journeyOf } from './fault.ts';

export const keycloakNameUnknown: Fault = {
  id: 'keycloak-name-unknown',
  title: 'A single-page application looks for Keycloak under a name that no DNS server knows',
  inject: async (lab) =>
    void (await lab.control('application.start', {
      id: 'single-page',
      change: { issuer: issuerOf('http://sso.lab.invalid', labRealmName) },
    })),
  heal: async (lab) =>
    void (await lab.control('application.start', { id: 'single-page', change: { issuer: issuerOf(lab.state.publicUrl, labRealmName) } })),
  // Whether people elsewhere know the name cannot be seen from here.
  expect: { suite: 'post-deploy', cause: 'login/DNS', exitCode: 3, mayAlso: [], domains: [journeyOf('single-page')] },
};
