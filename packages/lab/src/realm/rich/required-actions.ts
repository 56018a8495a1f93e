import type { JsonObject } from '@keycloak-release-gate/core';

/** What is changed of required actions, by alias. */
export const richRequiredActions: Readonly<Record<string, JsonObject>> = {
  CONFIGURE_TOTP: { priority: 20, name: 'Set up a code' },
  UPDATE_PASSWORD: { priority: 40 },
  TERMS_AND_CONDITIONS: { priority: 30, enabled: true, defaultAction: true },
  UPDATE_PROFILE: { priority: 10 },
  VERIFY_EMAIL: { priority: 50 },
  'webauthn-register': { priority: 65, enabled: true },
  delete_account: { enabled: true },
};
